// What Slack accepts in one message, as documented at docs.slack.dev/reference/block-kit; lengths in Unicode code points.
// Where sources differ (data tables 100 or 200 rows, charts 6 or 12 series) the smaller figure stands.
export const LIMITS = {
  message: {
    blocks: 50,
    /** Slack cuts longer text at 40,000 without a word; ours ends before, and says so. */
    text: 38_000,
    /** What `chat.update` takes of it. */
    editedText: 4000,
    /** All words of the blocks. Undocumented: 11,300 have been refused with `msg_blocks_too_long` (bolt-js #2867). */
    blocksText: 9_000,
    tables: 1,
    /** Undocumented; three independent implementations report it. */
    charts: 2,
  },
  header: 150,
  section: { text: 3000, fields: 10, field: 2000 },
  richText: 3000,
  context: { elements: 10, text: 2000 },
  actions: 25,
  button: { text: 75, value: 2000 },
  select: { options: 100, placeholder: 150 },
  option: { text: 75, value: 150 },
  modal: { title: 24, metadata: 3000, blocks: 100 },
  input: { label: 2000, text: 3000, placeholder: 150 },
  dataTable: { rows: 100, columns: 20, content: 10_000, cell: 200, caption: 150, pageSize: 15 },
  dataVisualization: { title: 50, series: 6, categories: 20, label: 20, axisLabel: 50 },
  url: 3000,
  /** Bytes; ours, for Slack takes a gigabyte and no spreadsheet does. */
  file: 5_000_000,
} as const
