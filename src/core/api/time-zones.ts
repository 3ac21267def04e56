import { civilDate, daysFromCivil, weekdayOf } from "#core/base/time.ts";

const MINUTES_PER_DAY = 1_440;

/** The names of the IANA time zone database, by area; those without one stand under "". */
const NAMES_BY_AREA: Readonly<Record<string, string>> = {
  "":
    "CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran Israel Jamaica " +
    "Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore Turkey UCT UTC Universal " +
    "W-SU WET Zulu",
  Africa:
    "Abidjan Accra Addis_Ababa Algiers Asmara Asmera Bamako Bangui Banjul Bissau Blantyre Brazzaville Bujumbura Cairo Casablanca " +
    "Ceuta Conakry Dakar Dar_es_Salaam Djibouti Douala El_Aaiun Freetown Gaborone Harare Johannesburg Juba Kampala Khartoum Kigali " +
    "Kinshasa Lagos Libreville Lome Luanda Lubumbashi Lusaka Malabo Maputo Maseru Mbabane Mogadishu Monrovia Nairobi Ndjamena Niamey " +
    "Nouakchott Ouagadougou Porto-Novo Sao_Tome Timbuktu Tripoli Tunis Windhoek",
  America:
    "Adak Anchorage Anguilla Antigua Araguaina Argentina/Buenos_Aires Argentina/Catamarca Argentina/ComodRivadavia Argentina/Cordoba " +
    "Argentina/Jujuy Argentina/La_Rioja Argentina/Mendoza Argentina/Rio_Gallegos Argentina/Salta Argentina/San_Juan " +
    "Argentina/San_Luis Argentina/Tucuman Argentina/Ushuaia Aruba Asuncion Atikokan Atka Bahia Bahia_Banderas Barbados Belem Belize " +
    "Blanc-Sablon Boa_Vista Bogota Boise Buenos_Aires Cambridge_Bay Campo_Grande Cancun Caracas Catamarca Cayenne Cayman Chicago " +
    "Chihuahua Ciudad_Juarez Coral_Harbour Cordoba Costa_Rica Coyhaique Creston Cuiaba Curacao Danmarkshavn Dawson Dawson_Creek " +
    "Denver Detroit Dominica Edmonton Eirunepe El_Salvador Ensenada Fort_Nelson Fort_Wayne Fortaleza Glace_Bay Godthab Goose_Bay " +
    "Grand_Turk Grenada Guadeloupe Guatemala Guayaquil Guyana Halifax Havana Hermosillo Indiana/Indianapolis Indiana/Knox " +
    "Indiana/Marengo Indiana/Petersburg Indiana/Tell_City Indiana/Vevay Indiana/Vincennes Indiana/Winamac Indianapolis Inuvik " +
    "Iqaluit Jamaica Jujuy Juneau Kentucky/Louisville Kentucky/Monticello Knox_IN Kralendijk La_Paz Lima Los_Angeles Louisville " +
    "Lower_Princes Maceio Managua Manaus Marigot Martinique Matamoros Mazatlan Mendoza Menominee Merida Metlakatla Mexico_City " +
    "Miquelon Moncton Monterrey Montevideo Montreal Montserrat Nassau New_York Nipigon Nome Noronha North_Dakota/Beulah " +
    "North_Dakota/Center North_Dakota/New_Salem Nuuk Ojinaga Panama Pangnirtung Paramaribo Phoenix Port-au-Prince Port_of_Spain " +
    "Porto_Acre Porto_Velho Puerto_Rico Punta_Arenas Rainy_River Rankin_Inlet Recife Regina Resolute Rio_Branco Rosario Santa_Isabel " +
    "Santarem Santiago Santo_Domingo Sao_Paulo Scoresbysund Shiprock Sitka St_Barthelemy St_Johns St_Kitts St_Lucia St_Thomas " +
    "St_Vincent Swift_Current Tegucigalpa Thule Thunder_Bay Tijuana Toronto Tortola Vancouver Virgin Whitehorse Winnipeg Yakutat " +
    "Yellowknife",
  Antarctica:
    "Casey Davis DumontDUrville Macquarie Mawson McMurdo Palmer Rothera South_Pole Syowa Troll Vostok",
  Arctic: "Longyearbyen",
  Asia:
    "Aden Almaty Amman Anadyr Aqtau Aqtobe Ashgabat Ashkhabad Atyrau Baghdad Bahrain Baku Bangkok Barnaul Beirut Bishkek Brunei " +
    "Calcutta Chita Choibalsan Chongqing Chungking Colombo Dacca Damascus Dhaka Dili Dubai Dushanbe Famagusta Gaza Harbin Hebron " +
    "Ho_Chi_Minh Hong_Kong Hovd Irkutsk Istanbul Jakarta Jayapura Jerusalem Kabul Kamchatka Karachi Kashgar Kathmandu Katmandu " +
    "Khandyga Kolkata Krasnoyarsk Kuala_Lumpur Kuching Kuwait Macao Macau Magadan Makassar Manila Muscat Nicosia Novokuznetsk " +
    "Novosibirsk Omsk Oral Phnom_Penh Pontianak Pyongyang Qatar Qostanay Qyzylorda Rangoon Riyadh Saigon Sakhalin Samarkand Seoul " +
    "Shanghai Singapore Srednekolymsk Taipei Tashkent Tbilisi Tehran Tel_Aviv Thimbu Thimphu Tokyo Tomsk Ujung_Pandang Ulaanbaatar " +
    "Ulan_Bator Urumqi Ust-Nera Vientiane Vladivostok Yakutsk Yangon Yekaterinburg Yerevan",
  Atlantic:
    "Azores Bermuda Canary Cape_Verde Faeroe Faroe Jan_Mayen Madeira Reykjavik South_Georgia St_Helena Stanley",
  Australia:
    "ACT Adelaide Brisbane Broken_Hill Canberra Currie Darwin Eucla Hobart LHI Lindeman Lord_Howe Melbourne NSW North Perth " +
    "Queensland South Sydney Tasmania Victoria West Yancowinna",
  Brazil: "Acre DeNoronha East West",
  Canada: "Atlantic Central Eastern Mountain Newfoundland Pacific Saskatchewan Yukon",
  Chile: "Continental EasterIsland",
  Etc:
    "GMT GMT+0 GMT+1 GMT+10 GMT+11 GMT+12 GMT+2 GMT+3 GMT+4 GMT+5 GMT+6 GMT+7 GMT+8 GMT+9 GMT-0 GMT-1 GMT-10 GMT-11 GMT-12 GMT-13 " +
    "GMT-14 GMT-2 GMT-3 GMT-4 GMT-5 GMT-6 GMT-7 GMT-8 GMT-9 GMT0 Greenwich UCT UTC Universal Zulu",
  Europe:
    "Amsterdam Andorra Astrakhan Athens Belfast Belgrade Berlin Bratislava Brussels Bucharest Budapest Busingen Chisinau Copenhagen " +
    "Dublin Gibraltar Guernsey Helsinki Isle_of_Man Istanbul Jersey Kaliningrad Kiev Kirov Kyiv Lisbon Ljubljana London Luxembourg " +
    "Madrid Malta Mariehamn Minsk Monaco Moscow Nicosia Oslo Paris Podgorica Prague Riga Rome Samara San_Marino Sarajevo Saratov " +
    "Simferopol Skopje Sofia Stockholm Tallinn Tirane Tiraspol Ulyanovsk Uzhgorod Vaduz Vatican Vienna Vilnius Volgograd Warsaw " +
    "Zagreb Zaporozhye Zurich",
  Indian:
    "Antananarivo Chagos Christmas Cocos Comoro Kerguelen Mahe Maldives Mauritius Mayotte Reunion",
  Mexico: "BajaNorte BajaSur General",
  Pacific:
    "Apia Auckland Bougainville Chatham Chuuk Easter Efate Enderbury Fakaofo Fiji Funafuti Galapagos Gambier Guadalcanal Guam " +
    "Honolulu Johnston Kanton Kiritimati Kosrae Kwajalein Majuro Marquesas Midway Nauru Niue Norfolk Noumea Pago_Pago Palau Pitcairn " +
    "Pohnpei Ponape Port_Moresby Rarotonga Saipan Samoa Tahiti Tarawa Tongatapu Truk Wake Wallis Yap",
  US: "Alaska Aleutian Arizona Central East-Indiana Eastern Hawaii Indiana-Starke Michigan Mountain Pacific Samoa",
};

/** The rules by which zones keep time now: minutes east of Greenwich, and with summer time those too, and month.week.weekday and minute of begin and end. */
const RULES: readonly string[] = (
  "60 120 3.5.0 120 10.5.0 180,-360 -300 3.2.0 120 11.1.0 120,-300 -240 3.2.0 0 11.1.0 60,120 180 3.5.0 180 10.5.0 240,-3" +
  "00,-300 -240 3.2.0 120 11.1.0 120,120 180 4.5.5 0 10.5.4 1440,60 0 10.5.0 120 3.5.0 60,0 60 3.5.0 60 10.5.0 120,0,-600" +
  ",480,210,120 180 3.4.4 1560 10.5.0 120,540,720,120,-420,-420 -360 3.2.0 120 11.1.0 120,720 780 9.5.0 120 4.1.0 180,765" +
  " 825 9.5.0 165 4.1.0 225,-480 -420 3.2.0 120 11.1.0 120,180,60,-600 -540 3.2.0 120 11.1.0 120,-540 -480 3.2.0 120 11.1" +
  ".0 120,-240,-180,-360,-240 -180 3.2.0 120 11.1.0 120,-120 -60 3.5.0 -60 10.5.0 0,-180 -120 3.2.0 120 11.1.0 120,-120,-" +
  "240 -180 9.1.6 1440 4.1.6 1440,-210 -150 3.2.0 120 11.1.0 120,420,600,600 660 10.1.0 120 4.1.0 180,300,0 120 3.5.0 60 " +
  "10.5.0 180,240,120 180 3.5.0 0 10.5.0 0,360,330,120 180 3.4.4 3000 10.4.4 3000,270,345,660,390,-60 0 3.5.0 0 10.5.0 60" +
  ",-60,570 630 10.1.0 120 4.1.0 180,570,525,630 660 10.1.0 120 4.1.0 120,-360 -300 9.1.6 1320 4.1.6 1320,-660,-720,-480," +
  "-540,780,840,120 180 3.5.0 120 10.5.0 180,-570,660 720 10.1.0 120 4.1.0 180"
).split(",");
/** One character for each name, in order: the place of its rule among these characters. */
const RULE_OF_NAME =
  "012345678899999:;9<=4>?@0ABCDB;E08;>;F999F8999FGFF9G99@G@6G099FFGG9@@@@F@@GGG9G@@G@@@F9FGG99G99@G@HIJJKKKKKKKKKKKKKKJK" +
  "4HKLJKLJJ4BKBJ4JKK41LB4KLKAJJ9AAB5JB4LEA5KMNM5JJL4JM2A515515555B54KI551JJ4E5JKLJJJ1AK1LILOMLK5J555IP111N145KA5J4JJK11K" +
  "L14KEKQJKNBIJRJJJJLLM5E5JEJA1IB;STUVCKKCFWV0FVF?VVVVVFFXSSYZ;[>;;;[ZFZ>XV3];]S;S;FS>=^?VZ__>[S;;F;;a;;X3SSZVSS>FVVbFSa" +
  "V>;;a;VX<=ZZ>S;;;ZTST>bVXcM8d88089P9KUeTeUUfgUhThUUf;TeUUU;e4PKJM15BRELAQi99d:jkPKJ4LAlm9GTa?no@FXVZS;>99999900X380000" +
  "300p070838F8@3F38080003F0F3000030X00XF03030pX30003F0030FZSbFVXVXFXEALnCaDTiann??LmaT::noa??qj?jraj>laaT:Tj:?nT??TIHA15" +
  "5:15BEj";
const FIRST_CODE = "0".charCodeAt(0);
/** Characters that would need escaping are left out of the count. */
const LEFT_OUT = [92, 96];

const zones: ReadonlyMap<string, number> = new Map(
  Object.entries(NAMES_BY_AREA)
    .flatMap(([area, names]) =>
      names.split(" ").map((name) => (area === "" ? name : `${area}/${name}`)),
    )
    .map((name, place) => [name, ruleAt(place)]),
);

function ruleAt(place: number): number {
  const code = RULE_OF_NAME.charCodeAt(place);
  return code - FIRST_CODE - LEFT_OUT.filter((each) => each < code).length;
}

/** Whether Go's time.LoadLocation would find a zone of this name. */
export function isTimeZone(name: string): boolean {
  return name === "Local" || zones.has(name);
}

/** How far a zone's clocks are ahead of UTC at a moment, in minutes, by the rules of today; an unknown zone is UTC. */
export function zoneOffsetMinutes(zone: string, epochMs: number): number {
  const [standard = 0, summer, ...rest] = (RULES[zones.get(zone) ?? -1] ?? "").split(" ");
  const base = Number(standard);
  if (summer === undefined) return base;
  const [begins = "", beginMinute, ends = "", endMinute] = rest;
  const { year } = civilDate(Math.floor((epochMs / 60_000 + base) / MINUTES_PER_DAY));
  const minute = epochMs / 60_000;
  const begin = ruleMinute(year, begins) + Number(beginMinute) - base;
  const end = ruleMinute(year, ends) + Number(endMinute) - Number(summer);
  const isSummer = begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
  return isSummer ? Number(summer) : base;
}

/** Midnight of the day that `month.week.weekday` means, in minutes since 1970; week 5 is the last. */
function ruleMinute(year: number, rule: string): number {
  const [month = 1, week = 1, weekday = 0] = rule.split(".").map(Number);
  const first = daysFromCivil({ year, month, day: 1 });
  const next =
    month === 12
      ? daysFromCivil({ year: year + 1, month: 1, day: 1 })
      : daysFromCivil({ year, month: month + 1, day: 1 });
  let day = first + ((weekday - weekdayOf(first) + 7) % 7) + (week - 1) * 7;
  while (day >= next) day -= 7;
  return day * MINUTES_PER_DAY;
}
