import { bool, usize } from '../option.js';
import { explainFormat, analyzeLevel, analyzeCategories } from './choices.js';

/** What EXPLAIN shows. Keys `datafusion.explain.*`. */
export const explainOptions = {
  analyzeCategories: analyzeCategories,
  analyzeLevel: analyzeLevel,
  format: explainFormat,
  logicalPlanOnly: bool(false),
  physicalPlanOnly: bool(false),
  showSchema: bool(false),
  showSizes: bool(true),
  showStatistics: bool(false),
  treeMaximumRenderWidth: usize(240),
} as const;
