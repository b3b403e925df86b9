export * from './snappy';
export * from './runs';
export * from './plain';
export * from './nulls';
export * from './delta';
export * from './packed';
export * from './page-header';
