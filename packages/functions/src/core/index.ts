import type { ScalarUDF } from '@datafusion-ts/expr';
import { arrowCast, arrowTryCast } from './arrow-cast.js';
import { arrowTypeof } from './arrow-typeof.js';
import { castToType, tryCastToType } from './cast-to-type.js';
import { coalesce } from './coalesce.js';
import { getField } from './get-field.js';
import { greatest, least } from './greatest-least.js';
import { arrowField, arrowMetadata, withMetadata } from './metadata.js';
import { namedStruct } from './named-struct.js';
import { nullif } from './nullif.js';
import { nvl } from './nvl.js';
import { nvl2 } from './nvl2.js';
import { struct } from './struct.js';
import { unionExtract, unionTag } from './union-extract.js';
import { version } from './version.js';

/** Functions that do not belong to one type. */
export const coreFunctions: readonly ScalarUDF[] = [
  nullif,
  arrowCast,
  arrowTryCast,
  castToType,
  tryCastToType,
  arrowMetadata,
  arrowField,
  withMetadata,
  nvl,
  nvl2,
  arrowTypeof,
  struct,
  namedStruct,
  getField,
  coalesce,
  greatest,
  least,
  unionExtract,
  unionTag,
  version,
];
