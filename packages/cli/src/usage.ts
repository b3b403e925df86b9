/** What `--help` prints. */
export const USAGE = `Command Line Client for the datafusion-ts query engine

Usage: datafusion-cli [OPTIONS]

Options:
  -p, --data-path <DATA_PATH>        Path to your data, default to current directory
  -b, --batch-size <BATCH_SIZE>      The batch size of each query, or use DataFusion default
  -c, --command [<COMMAND>...]       Execute the given command string(s), then exit. Commands are expected to be non empty.
  -m, --memory-limit <MEMORY_LIMIT>  The memory pool limitation (e.g. '10g'), default to None (no limit)
  -f, --file [<FILE>...]             Execute commands from file(s), then exit
  -r, --rc [<RC>...]                 Run the provided files on startup instead of ~/.datafusionrc
      --format <FORMAT>              [default: automatic] [possible values: csv, tsv, table, json, nd-json, automatic]
  -q, --quiet                        Reduce printing other than the results and work quietly
      --mem-pool-type <TYPE>         Specify the memory pool type 'greedy' or 'fair' [default: greedy]
      --top-memory-consumers <N>     The number of top memory consumers to display when query fails due to memory exhaustion [default: 3]
      --maxrows <MAXROWS>            The max number of rows to display for 'Table' format; 'none' and 'inf' for no limit [default: 40]
      --color                        Enables console syntax highlighting
  -d, --disk-limit <DISK_LIMIT>      Available disk space for spilling queries (e.g. '10g'), default to 100g
  -h, --help                         Print help
  -V, --version                      Print version`;
