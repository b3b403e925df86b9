/** A page of a column that is not nested, decompressed but not decoded: which rows are null, and where the values are. */
import type { Arena } from '@datafusion-ts/compute';
import { kernels } from '../kernels.js';
import { parquetError } from '../parquet-error.js';
import type { ChunkSource } from './chunk-source.js';
import type { LeafStore } from './leaf-store.js';
import { sectionsOf, type Section } from './open-page.js';
import { ownBytes, type Bytes } from './page-bytes.js';
import type { PageHeader } from './page-header.js';

/** Does not change once it is open, so that several readers may have it. */
export interface PageBody {
  /** Keeps what follows, unless that lies in the bytes of the chunk. */
  readonly arena: Arena;
  readonly values: Section;
  /** Bitmap of the rows that are not null (0: no nulls), and the number of nulls. */
  readonly validity: number;
  readonly nullCount: number;
}

/** Opens a data page in `arena`; `ready` is the body of a v1 page if it is decompressed already. */
export function openBody(
  store: LeafStore,
  source: ChunkSource,
  header: PageHeader,
  arena: Arena,
  ready: Bytes | undefined,
): PageBody {
  const { definitions, values } = sectionsOf(source, header, store, arena, ready);
  const slots = header.valueCount;
  if (definitions === undefined) return { arena, values, validity: 0, nullCount: 0 };
  const validity = arena.allocZeroed(Math.ceil(slots / 8));
  const present = kernels().bits(definitions.address, definitions.end, slots, validity);
  if (present < 0) throw parquetError('EOF: invalid or truncated definition levels');
  return { arena, values, validity: present === slots ? 0 : validity, nullCount: slots - present };
}

/** The same page without need for the bytes of the chunk. */
export const detached = (body: PageBody, source: ChunkSource): PageBody => ({
  ...body,
  values: ownBytes(body.values, source, body.arena),
});
