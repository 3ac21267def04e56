import { useEffect, useState, type RefObject } from "react";

/** Which worker of the carousel is in the middle. */
export function CarouselDots({
  field,
  count,
}: {
  field: RefObject<HTMLElement | null>;
  count: number;
}) {
  const [here, setHere] = useState(0);
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    const follow = () => {
      const range = element.scrollWidth - element.clientWidth;
      setHere(range <= 0 ? 0 : Math.round((element.scrollLeft / range) * (count - 1)));
    };
    follow();
    element.addEventListener("scroll", follow, { passive: true });
    return () => element.removeEventListener("scroll", follow);
  }, [field, count]);
  if (count < 2 || count > 12) return null;
  return (
    <div className="carousel-dots" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <span key={index} className={index === here ? "is-here" : ""} />
      ))}
    </div>
  );
}
