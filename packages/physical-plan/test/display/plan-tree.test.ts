import { Schema } from '@datafusion-ts/common';
import {
  displayPlanIndent,
  displayPlanTree,
  emptyStream,
  sourceProperties,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';

/** A node that only prints. */
function node(name: string, text: string, ...inputs: ExecutionPlan[]): ExecutionPlan {
  const schema = new Schema([]);
  return {
    name,
    schema,
    properties: sourceProperties(schema, 1),
    children: () => inputs,
    withNewChildren: () => node(name, text, ...inputs),
    execute: () => emptyStream(schema),
    fmtAs: (format) => (format === 'tree' ? text : `${name}: ${text}`),
  };
}

describe('tree format', () => {
  it('puts keys and values into boxes, long ones on rows of their own', () => {
    const scan = node('DataSourceExec', 'bytes=288\nformat=memory\nrows=1');
    const plan = node(
      'GlobalLimitExec',
      'skip=1\nlimit=3',
      node(
        'SortExec(TopK)',
        'b@0 ASC NULLS LAST\nlimit=4',
        node('RepartitionExec', 'partition_count(in->out)=4 -> 4\npartitioning_scheme=Hash([b@0], 4)', scan),
      ),
    );
    expect(displayPlanTree(plan)).toBe(`┌───────────────────────────┐
│      GlobalLimitExec      │
│    --------------------   │
│          limit: 3         │
│          skip: 1          │
└─────────────┬─────────────┘
┌─────────────┴─────────────┐
│       SortExec(TopK)      │
│    --------------------   │
│     b@0 ASC NULLS LAST    │
│                           │
│          limit: 4         │
└─────────────┬─────────────┘
┌─────────────┴─────────────┐
│      RepartitionExec      │
│    --------------------   │
│ partition_count(in->out): │
│           4 -> 4          │
│                           │
│    partitioning_scheme:   │
│       Hash([b@0], 4)      │
└─────────────┬─────────────┘
┌─────────────┴─────────────┐
│       DataSourceExec      │
│    --------------------   │
│         bytes: 288        │
│       format: memory      │
│          rows: 1          │
└───────────────────────────┘
`);
  });

  it('connects several inputs and breaks text at punctuation', () => {
    const scan = node('DataSourceExec', 'bytes=984\nformat=memory\nrows=1');
    const projection = node(
      'ProjectionExec',
      [
        '(- t.a)=(- a)',
        'CASE WHEN t.a = Int64(1) THEN Utf8("x") END=CASE WHEN a = 1 THEN x END',
        't.a + Int64(1) * Int64(2) - t.c - Int64(3)=__common_expr_1 + 2 - c - 3',
        't.a BETWEEN Int64(1) AND t.c=a >= 1 AND c >= __common_expr_1',
      ].join('\n'),
      scan,
    );
    const plan = node('ScalarSubqueryExec', '', projection, node('AggregateExec', 'aggr=max(t.a)\nmode=Single', scan));
    expect(displayPlanTree(plan)).toBe(`┌───────────────────────────┐
│     ScalarSubqueryExec    ├──────────────┐
└─────────────┬─────────────┘              │
┌─────────────┴─────────────┐┌─────────────┴─────────────┐
│       ProjectionExec      ││       AggregateExec       │
│    --------------------   ││    --------------------   │
│       (- t.a): (- a)      ││       aggr: max(t.a)      │
│                           ││        mode: Single       │
│      CASE WHEN t.a :      ││                           │
│  Int64(1) THEN Utf8("x")  ││                           │
│     END=CASE WHEN a = 1   ││                           │
│         THEN x END        ││                           │
│                           ││                           │
│ t.a + Int64(1) * Int64(2) ││                           │
│     - t.c - Int64(3):     ││                           │
│__common_expr_1 + 2 - c - 3││                           │
│                           ││                           │
│ t.a BETWEEN Int64(1) AND t││                           │
│            .c:            ││                           │
│      a >= 1 AND c >=      ││                           │
│       __common_expr_      ││                           │
│             1             ││                           │
└─────────────┬─────────────┘└─────────────┬─────────────┘
┌─────────────┴─────────────┐┌─────────────┴─────────────┐
│       DataSourceExec      ││       DataSourceExec      │
│    --------------------   ││    --------------------   │
│         bytes: 984        ││         bytes: 984        │
│       format: memory      ││       format: memory      │
│          rows: 1          ││          rows: 1          │
└───────────────────────────┘└───────────────────────────┘
`);
  });

  it('leads lines past boxes that end earlier', () => {
    const leaf = node('EmptyExec', '');
    const deep = node('FilterExec', 'predicate=n < 5', node('WorkTableExec', 'name=c'));
    expect(displayPlanTree(node('RecursiveQueryExec', '', leaf, deep))).toBe(`┌───────────────────────────┐
│     RecursiveQueryExec    ├──────────────┐
└─────────────┬─────────────┘              │
┌─────────────┴─────────────┐┌─────────────┴─────────────┐
│         EmptyExec         ││         FilterExec        │
│                           ││    --------------------   │
│                           ││      predicate: n < 5     │
└───────────────────────────┘└─────────────┬─────────────┘
                             ┌─────────────┴─────────────┐
                             │       WorkTableExec       │
                             │    --------------------   │
                             │          name: c          │
                             └───────────────────────────┘
`);
  });
});

describe('indent format', () => {
  it('indents children and adds statistics and schema on demand', () => {
    const plan = node('A', 'x', node('B', 'y'), node('C', 'z'));
    expect(displayPlanIndent(plan)).toBe('A: x\n  B: y\n  C: z\n');
    expect(displayPlanIndent(node('A', 'x'), { showStatistics: true, showSchema: true })).toBe(
      'A: x, statistics=[Rows=Absent, Bytes=Absent, []], schema=[]\n',
    );
  });
});
