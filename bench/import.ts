import { execFileSync, fork } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { connect } from '../src/db/connect.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import type { BenchOptions, Measured } from './measured.ts'
import { measured } from './measured.ts'

const CACHE = fileURLToPath(new URL('.cache/', import.meta.url))
const MEMORY_LIMIT_MB = 400

/** `tally import focus` against COPY of the same file into a table of plain text columns, on one fresh server. */
export async function* importBench({ rows }: BenchOptions): AsyncGenerator<Measured> {
  const file = await focusFile(rows)
  const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'))
  await chmod(folder, 0o755)
  const server = await startEmbedded({ folder })
  try {
    const url = server.url
    const copy = await copySeconds(url, file)
    const connection = connect(url, { max: 2 })
    await migrate(connection.db as never)
    await connection.close()
    const { seconds, peakMb } = await importSeconds(url, file)
    yield measured(`import ${rows} rows`, Math.round(rows / seconds), 'rows/s', {
      name: copy.name,
      value: Math.round(rows / copy.seconds),
    })
    yield measured(`import ${rows} rows, peak memory`, peakMb, 'MB', { name: 'limit', value: MEMORY_LIMIT_MB })
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function copySeconds(url: string, file: string): Promise<{ readonly name: string; readonly seconds: number }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`create table plain (${HEADER.map((column) => `"${column}" text`).join(', ')})`)
    const command = `\\copy plain from '${file}' with (format csv, header)`
    // Once to warm the file cache for both sides.
    for await (const _ of createReadStream(file));
    const start = performance.now()
    let name = 'psql \\copy'
    if (hasPsql()) execFileSync('psql', [url, '-qc', command], { stdio: 'inherit' })
    else {
      name = 'COPY through pg-copy-streams (psql is not installed)'
      await pipeline(createReadStream(file), client.query(copyFrom('copy plain from stdin with (format csv, header)')))
    }
    const seconds = (performance.now() - start) / 1000
    await client.query('drop table plain')
    return { name, seconds }
  } finally {
    await client.end()
  }
}

function hasPsql(): boolean {
  try {
    execFileSync('psql', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** In a process of its own, so that its memory is the import's alone. */
async function importSeconds(
  url: string,
  file: string,
): Promise<{ readonly seconds: number; readonly peakMb: number }> {
  const child = fork(fileURLToPath(new URL('import-child.ts', import.meta.url)), [url, file], {
    execArgv: ['--import', 'tsx'],
  })
  return new Promise((done, failed) => {
    child.once('message', (message) => done(message as { seconds: number; peakMb: number }))
    child.once('error', failed)
    child.once('exit', (code) => {
      if (code !== 0) failed(new Error(`The import ended with ${code}.`))
    })
  })
}

const HEADER =
  'AvailabilityZone,BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,ChargePeriodEnd,ChargePeriodStart,CommitmentDiscountStatus,ConsumedQuantity,ConsumedUnit,ContractedCost,ContractedUnitPrice,EffectiveCost,InvoiceId,InvoiceIssuerName,ListCost,ListUnitPrice,PricingCategory,PricingQuantity,PricingUnit,ProviderName,PublisherName,RegionId,RegionName,ResourceId,ResourceName,ResourceType,ServiceCategory,ServiceName,SkuId,SkuMeter,SkuPriceDetails,SkuPriceId,SubAccountId,SubAccountName,Tags'.split(
    ',',
  )

/** A month of hourly charges in FOCUS 1.2 as a cloud exports them, made once. */
async function focusFile(rows: number): Promise<string> {
  const file = join(CACHE, `focus-${rows}.csv`)
  if (existsSync(file)) return file
  mkdirSync(CACHE, { recursive: true })
  await pipeline(Readable.from(focusLines(rows)), createWriteStream(`${file}.part`))
  renameSync(`${file}.part`, file)
  return file
}

const HOURS = 30 * 24
const SERVICES = [
  { name: 'Amazon EC2', category: 'Compute', type: 'Virtual machine', meter: 'BoxUsage:p5.48xlarge', unit: 'Hours' },
  { name: 'Amazon Bedrock', category: 'AI and Machine Learning', type: 'Model', meter: 'Input Tokens', unit: 'Tokens' },
  {
    name: 'Amazon Bedrock',
    category: 'AI and Machine Learning',
    type: 'Model',
    meter: 'Output Tokens',
    unit: 'Tokens',
  },
  { name: 'Amazon S3', category: 'Storage', type: 'Bucket', meter: 'TimedStorage-ByteHrs', unit: 'GB-Hours' },
  {
    name: 'Amazon SageMaker',
    category: 'AI and Machine Learning',
    type: 'Endpoint',
    meter: 'Host:ml.g5.12xlarge',
    unit: 'Hours',
  },
] as const

function* focusLines(rows: number): Generator<string> {
  yield `${HEADER.join(',')}\n`
  const resources = Math.ceil(rows / HOURS)
  let lines = ''
  for (let row = 0; row < rows; row += 1) {
    const resource = row % resources
    const hour = Math.floor(row / resources)
    const start = new Date(Date.UTC(2026, 9, 1, hour)).toISOString().slice(0, 19)
    const end = new Date(Date.UTC(2026, 9, 1, hour + 1)).toISOString().slice(0, 19)
    const service = SERVICES[resource % SERVICES.length] ?? SERVICES[0]
    // A figure of ten digits that looks like a price and repeats seldom.
    const cost = (((row * 7919) % 1_000_003) / 1_000_003).toFixed(10)
    const id = `arn:aws:service:us-east-1:${100000000000 + (resource % 37)}:resource/${resource.toString(16).padStart(17, '0')}`
    const instance = service.unit === 'Hours' ? `"{""InstanceType"": ""p5.48xlarge"", ""GpuCount"": 8}"` : ''
    const tags = `"{""team"": ""team-${resource % 60}"", ""environment"": ""${resource % 3 ? 'prod' : 'dev'}"", ""project"": ""project-${resource % 200}"", ""owner"": ""person-${resource % 90}@example.com"", ""cost_center"": ""CC-${resource % 40}""}"`
    lines +=
      `us-east-1a,${cost},"123456789012","Example","USD","2026-11-01T00:00:00Z","2026-10-01T00:00:00Z","Usage",,` +
      `"$98.32 per unit, ${service.meter} in US East","Usage-Based","${end}Z","${start}Z",,${(row % 97) + 0.25},"${service.unit}",` +
      `${cost},0.0123,${cost},,"Amazon Web Services, Inc.",${cost},"0.0123","Standard",${(row % 97) + 0.25},"${service.unit}","AWS",` +
      `"Amazon Web Services, Inc.","us-east-1","US East (N. Virginia)","${id}",,"${service.type}","${service.category}",` +
      `"${service.name}","SKU${resource % 500}","${service.meter}",${instance},"SKU${resource % 500}.JRTCKXETXF",` +
      `"${100000000000 + (resource % 37)}","account-${resource % 37}",${tags}\n`
    if (lines.length > 1 << 18) {
      yield lines
      lines = ''
    }
  }
  yield lines
}
