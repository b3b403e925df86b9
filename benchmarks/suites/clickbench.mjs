/**
 * The 43 ClickBench queries on a generated table of `scale` times 10^6 rows with the benchmark's 105 columns (EventDate
 * as a date). Skew is what the real data is known for: few counters and users have most hits, most hits have no search
 * phrase, URLs share hosts, and many columns are nearly constant.
 */
import { join } from 'node:path';
import { duckdbTable } from '../data.mjs';
import { queryFiles } from './queries.mjs';

let salt = 0;
/** Uniform in [0, 1) for row i, repeatable; every use gets a salt of its own. */
const uniform = () => `((hash(i * 256 + ${++salt}) >> 11) / 9007199254740992.0)`;
/** Integer below `limit`, the smaller the more frequent (exponent 1 is uniform). */
const skewed = (limit, exponent) => `floor(${limit} * pow(${uniform()}, ${exponent}))::BIGINT`;
const below = (limit) => skewed(limit, 1);
/** `usual`, but with probability `share` the other expression. */
const sometimes = (share, other, usual = '0') => `CASE WHEN ${uniform()} < ${share} THEN ${other} ELSE ${usual} END`;
const empty = "''";

const siteOf = (page) =>
  `'http://' || CASE WHEN ${page} % 3 = 0 THEN 'www.' ELSE '' END || 'site' || (${page} % 997) || '.ru'`;
const urlOf = (page) =>
  `${siteOf(page)} || '/' || CASE WHEN ${page} % 89 = 0 THEN 'google/' ELSE 'catalog/' END || ${page} || '/index.html?from=' || (${page} % 31)`;
const words = `['купить', 'скачать', 'онлайн', 'смотреть', 'фильм', 'karelia', 'погода', 'дом', 'google', 'авто', 'недорого', 'форум']`;
const word = () => `(${words})[1 + (${skewed(12, 1.6)})]`;
const models = `['iPad', 'iPhone 2', 'Nokia', 'N73', 'Galaxy', 'HTC', 'LG', 'Lumia']`;

const columns = {
  WatchID: ['BIGINT', () => `(hash(i) >> 1)::BIGINT`],
  Title: [
    'VARCHAR',
    () =>
      sometimes(
        0.15,
        empty,
        `${word()} || ' ' || ${word()} || ' ' || CASE WHEN page % 53 = 0 THEN 'Google ' ELSE '' END || ${word()} || ' ' || (page % 5000)`,
      ),
  ],
  EventTime: ['BIGINT', () => `1372636800 + ${below(31 * 86400)}`],
  EventDate: ['DATE', () => `DATE '2013-07-01' + ${below(31)}::INT`],
  CounterID: ['INTEGER', () => `CASE WHEN ${uniform()} < 0.007 THEN 62 ELSE ${skewed(6500, 4)} END`],
  ClientIP: ['INTEGER', () => skewed(2000000000, 1.5)],
  RegionID: ['INTEGER', () => skewed(9000, 3)],
  UserID: ['BIGINT', () => `(hash(${skewed(1800000, 2)}) >> 1)::BIGINT`],
  URL: ['VARCHAR', () => urlOf('page')],
  Referer: ['VARCHAR', () => sometimes(0.2, empty, urlOf(`(page * 7 % 40009)`))],
  SearchPhrase: [
    'VARCHAR',
    () => sometimes(0.13, `${word()} || ' ' || ${word()} || ' ' || ${skewed(60000, 3)}`, empty),
  ],
  MobilePhoneModel: ['VARCHAR', () => sometimes(0.06, `(${models})[1 + ${skewed(8, 2)}]`, empty)],
  MobilePhone: ['SMALLINT', () => sometimes(0.06, skewed(90, 2))],
  AdvEngineID: ['SMALLINT', () => sometimes(0.006, skewed(60, 2))],
  SearchEngineID: ['SMALLINT', () => sometimes(0.13, skewed(90, 4))],
  TraficSourceID: ['SMALLINT', () => `${skewed(9, 1.5)} - 1`],
  ResolutionWidth: ['SMALLINT', () => `1024 + 16 * ${skewed(100, 1.5)}`],
  WindowClientWidth: ['SMALLINT', () => `900 + ${skewed(1100, 1.3)}`],
  WindowClientHeight: ['SMALLINT', () => `500 + ${skewed(700, 1.3)}`],
  IsRefresh: ['SMALLINT', () => sometimes(0.12, '1')],
  DontCountHits: ['SMALLINT', () => sometimes(0.03, '1')],
  IsLink: ['SMALLINT', () => sometimes(0.04, '1')],
  IsDownload: ['SMALLINT', () => sometimes(0.001, '1')],
  URLHash: ['BIGINT', () => `CASE WHEN page % 4001 = 0 THEN 2868770270353813622 ELSE (hash(page) >> 1)::BIGINT END`],
  RefererHash: [
    'BIGINT',
    () => `CASE WHEN page % 3001 = 0 THEN 3594120000172545465 ELSE (hash(page * 7) >> 1)::BIGINT END`,
  ],
  UserAgent: ['SMALLINT', () => skewed(80, 2)],
  UserAgentMinor: ['VARCHAR', () => `${skewed(30, 2)}::VARCHAR`],
  OS: ['SMALLINT', () => skewed(90, 3)],
  IPNetworkID: ['INTEGER', () => skewed(4000000, 1.5)],
  HID: ['INTEGER', () => below(1073741823)],
  FUniqID: ['BIGINT', () => `(hash(${skewed(1500000, 2)} + 7) >> 1)::BIGINT`],
  RemoteIP: ['INTEGER', () => skewed(2000000000, 1.5)],
  ClientEventTime: ['BIGINT', () => `1372636800 + ${below(31 * 86400)}`],
  LocalEventTime: ['BIGINT', () => `1372636800 + ${below(31 * 86400)}`],
  Age: ['SMALLINT', () => skewed(60, 2)],
  Sex: ['SMALLINT', () => below(3)],
  Income: ['SMALLINT', () => skewed(5, 2)],
  SendTiming: ['INTEGER', () => skewed(30000, 4)],
  ResponseStartTiming: ['INTEGER', () => skewed(5000, 3)],
  ResponseEndTiming: ['INTEGER', () => skewed(9000, 3)],
};

/** Columns of the benchmark's table in their order; those without an entry above are nearly constant. */
const order = `WatchID JavaEnable Title GoodEvent EventTime EventDate CounterID ClientIP RegionID UserID CounterClass OS
  UserAgent URL Referer IsRefresh RefererCategoryID RefererRegionID:I URLCategoryID URLRegionID:I ResolutionWidth
  ResolutionHeight ResolutionDepth FlashMajor FlashMinor FlashMinor2:S NetMajor NetMinor UserAgentMajor UserAgentMinor
  CookieEnable JavascriptEnable IsMobile MobilePhone MobilePhoneModel Params:S IPNetworkID TraficSourceID SearchEngineID
  SearchPhrase AdvEngineID IsArtifical WindowClientWidth WindowClientHeight ClientTimeZone ClientEventTime
  SilverlightVersion1 SilverlightVersion2 SilverlightVersion3:I SilverlightVersion4 PageCharset:S CodeVersion:I IsLink
  IsDownload IsNotBounce FUniqID OriginalURL:S HID IsOldCounter IsEvent IsParameter DontCountHits WithHash HitColor:S
  LocalEventTime Age Sex Income Interests Robotness RemoteIP WindowName:I OpenerName:I HistoryLength BrowserLanguage:S
  BrowserCountry:S SocialNetwork:S SocialAction:S HTTPError SendTiming DNSTiming:I ConnectTiming:I ResponseStartTiming
  ResponseEndTiming FetchTiming:I SocialSourceNetworkID SocialSourcePage:S ParamPrice:L ParamOrderID:S ParamCurrency:S
  ParamCurrencyID OpenstatServiceName:S OpenstatCampaignID:S OpenstatAdID:S OpenstatSourceID:S UTMSource:S UTMMedium:S
  UTMCampaign:S UTMContent:S UTMTerm:S FromTag:S HasGCLID RefererHash URLHash CLID:I`.split(/\s+/);

const quiet = {
  S: ['VARCHAR', () => sometimes(0.02, `'v' || ${skewed(40, 2)}`, empty)],
  I: ['INTEGER', () => sometimes(0.05, skewed(5000, 3))],
  L: ['BIGINT', () => '0'],
  undefined: ['SMALLINT', () => sometimes(0.1, skewed(30, 2))],
};

function tableSql(rows) {
  salt = 0;
  const list = order.map((entry) => {
    const [name, kind] = entry.split(':');
    const [type, value] = columns[name] ?? quiet[kind];
    return `(${value()})::${type} AS "${name}"`;
  });
  const pages = skewed(200000, 2.5);
  return `SELECT ${list.join(', ')} FROM (SELECT i, ${pages} AS page FROM range(${rows}) t(i)) rows_`;
}

export const clickbench = {
  title: 'ClickBench-like',
  defaultScale: '1',
  tables: (scale, folder) => ({
    hits: duckdbTable(join(folder, 'hits.parquet'), tableSql(Math.round(Number(scale) * 1e6))),
  }),
  queries: () => queryFiles('clickbench'),
};
