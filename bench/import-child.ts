import { connect } from '../src/db/connect.ts'
import { importFocus } from '../src/ledger/import-focus.ts'
import { loadMapping } from '../src/ledger/mapping-file.ts'

const [url = '', file = ''] = process.argv.slice(2)
let peak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 50)
const connection = connect(url, { max: 2 })
const start = performance.now()
await importFocus(connection.pool, { files: [file], sourceName: 'bench', mapping: loadMapping(), now: new Date() })
const seconds = (performance.now() - start) / 1000
clearInterval(watch)
await connection.close()
process.send?.({ seconds, peakMb: Math.round(Math.max(peak, process.memoryUsage.rss()) / 1e6) })
process.disconnect()
