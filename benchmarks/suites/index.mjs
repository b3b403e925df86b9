import { clickbench } from './clickbench.mjs';
import { h2oGroupby, h2oJoin, h2oWindow } from './h2o.mjs';
import { scan } from './scan.mjs';
import { tpcds } from './tpcds.mjs';
import { tpch, tpchDuckdbFiles } from './tpch.mjs';

/**
 * Suite name -> title, default scale, `tables(scale, folder)` (makes the data, gives table name -> file) and
 * `queries()` (name and SQL).
 */
export const suites = {
  tpch,
  'tpch-duckdb-files': tpchDuckdbFiles,
  tpcds,
  h2o: h2oGroupby,
  'h2o-join': h2oJoin,
  'h2o-window': h2oWindow,
  clickbench,
  scan,
};
