import type { WorkloadDefinition } from "./behaviour.ts";
import { agnhost } from "./images/agnhost.ts";
import { alpine } from "./images/alpine.ts";
import { busybox } from "./images/busybox.ts";
import { crash } from "./images/crash.ts";
import { debian } from "./images/debian.ts";
import { echoServer } from "./images/echo-server.ts";
import { helloApp } from "./images/hello-app.ts";
import { hpaExample } from "./images/hpa-example.ts";
import { httpEcho } from "./images/http-echo.ts";
import { httpd } from "./images/httpd.ts";
import { leak } from "./images/leak.ts";
import { mariadb } from "./images/mariadb.ts";
import { memcached } from "./images/memcached.ts";
import { metricsServer } from "./images/metrics-server.ts";
import { mongo } from "./images/mongo.ts";
import { mysql } from "./images/mysql.ts";
import { nginx } from "./images/nginx.ts";
import { pause } from "./images/pause.ts";
import { postgres } from "./images/postgres.ts";
import { redis } from "./images/redis.ts";
import { shop } from "./images/shop.ts";
import { stress } from "./images/stress.ts";
import { ubuntu } from "./images/ubuntu.ts";
import { whoami } from "./images/whoami.ts";

/** Every image whose behaviour is known. */
export const workloads: readonly WorkloadDefinition[] = [
  agnhost,
  alpine,
  busybox,
  crash,
  debian,
  echoServer,
  helloApp,
  hpaExample,
  httpEcho,
  httpd,
  leak,
  mariadb,
  memcached,
  metricsServer,
  mongo,
  mysql,
  nginx,
  pause,
  postgres,
  redis,
  shop,
  stress,
  ubuntu,
  whoami,
];
