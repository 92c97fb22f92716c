import type { Migration } from 'kysely'
import * as ledger from './0001-ledger.ts'
import * as tally from './0002-tally.ts'
import * as spend from './0003-spend.ts'
import * as forecast from './0004-forecast.ts'
import * as planned from './0005-planned.ts'
import * as idle from './0006-idle.ts'
import * as restatement from './0007-restatement.ts'
import * as alias from './0008-alias.ts'
import * as invoices from './0009-invoices.ts'
import * as reach from './0010-reach.ts'
import * as outbox from './0011-outbox.ts'
import * as digests from './0012-digests.ts'
import * as nudges from './0013-nudges.ts'
import * as signals from './0014-signals.ts'
import * as savings from './0015-savings.ts'
import * as msteams from './0016-msteams.ts'
import * as copies from './0017-copies.ts'

// Listed by hand: a static list survives bundling, and Node 20 cannot import .ts files found on disk.
export const migrations: Record<string, Migration> = {
  '0001-ledger': ledger,
  '0002-tally': tally,
  '0003-spend': spend,
  '0004-forecast': forecast,
  '0005-planned': planned,
  '0006-idle': idle,
  '0007-restatement': restatement,
  '0008-alias': alias,
  '0009-invoices': invoices,
  '0010-reach': reach,
  '0011-outbox': outbox,
  '0012-digests': digests,
  '0013-nudges': nudges,
  '0014-signals': signals,
  '0015-savings': savings,
  '0016-msteams': msteams,
  '0017-copies': copies,
}
