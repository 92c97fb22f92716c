import { describe, expect, it } from 'vitest'
import { chargeReader } from '../../src/ledger/charge.ts'
import { dimensionsOf } from '../../src/ledger/dimension.ts'
import { selectFocus } from '../../src/ledger/focus-columns.ts'
import { loadMapping } from '../../src/ledger/mapping-file.ts'
import { charge, type FocusRow } from './focus-file.ts'

const mapping = loadMapping()
const read = chargeReader(mapping, 'effective')

/** What the built-in mapping makes of a charge. */
function understood(changes: FocusRow) {
  const delivered = charge(changes)
  const header = Object.keys(delivered)
  const row = selectFocus('t', header, 'effective', mapping.extraColumns).map((at) => delivered[header[at] ?? ''] ?? '')
  const figures = read(row)
  const dimensions = typeof figures === 'string' ? figures : dimensionsOf(mapping, row, figures)
  if (typeof dimensions === 'string') throw new Error(dimensions)
  return dimensions.values
}

describe('cost areas of the built-in mapping', () => {
  it.each([
    ['Amazon EC2', 'Compute', 'Compute'],
    ['Amazon Elastic Compute Cloud', 'Storage', 'Storage'],
    ['Amazon EKS', 'Compute', 'Compute'],
    ['AWS Lambda', 'Compute', 'Compute'],
    ['GKE', 'Compute', 'Compute'],
    ['AKS', 'Compute', 'Compute'],
    ['Compute Engine', 'Compute', 'Compute'],
    ['Amazon S3', 'Storage', 'Storage'],
    ['Cloud Storage', 'Storage', 'Storage'],
    ['Azure Blob Storage', 'Storage', 'Storage'],
    ['Amazon Bedrock', 'AI and Machine Learning', 'Model Usage'],
    ['OpenAI', 'AI and Machine Learning', 'Model Usage'],
    ['Anthropic', 'AI and Machine Learning', 'Model Usage'],
    ['Azure OpenAI', 'AI and Machine Learning', 'Model Usage'],
    ['Amazon SageMaker', 'AI and Machine Learning', 'Managed AI Services'],
    ['Vertex AI', 'AI and Machine Learning', 'Managed AI Services'],
    ['Azure Machine Learning', 'AI and Machine Learning', 'Managed AI Services'],
    ['Pinecone', 'Databases', 'Vector Databases'],
    ['Amazon OpenSearch', 'Databases', 'Vector Databases'],
    ['AWS Glue', 'Analytics', 'Data Pipelines'],
    ['BigQuery', 'Analytics', 'Data Pipelines'],
    ['Databricks', 'Analytics', 'Data Pipelines'],
    ['Snowflake', 'Databases', 'Data Pipelines'],
    ['Amazon CloudWatch', 'Management and Governance', 'Monitoring'],
    ['Datadog', 'Developer Tools', 'Monitoring'],
    ['Weights & Biases', 'AI and Machine Learning', 'Governance'],
    ['Elastic Load Balancing', 'Networking', 'Networking'],
    ['Something New', 'AI and Machine Learning', 'Managed AI Services'],
    ['Something New', 'Other', 'Compute'],
  ])('%s (%s) is %s', (ServiceName, ServiceCategory, area) => {
    const plain = { ResourceId: '', ConsumedUnit: 'Units' }
    expect(understood({ ...plain, ServiceName, ServiceCategory }).cost_area).toBe(area)
  })

  it('puts tokens under model usage and traffic under networking, whoever bills them', () => {
    expect(understood({ ServiceName: 'Vertex AI', ConsumedUnit: 'Tokens' }).cost_area).toBe('Model Usage')
    expect(understood({ SkuMeter: 'DataTransfer-Out-Bytes' }).cost_area).toBe('Networking')
  })
})

describe('resource classes of the built-in mapping', () => {
  const instance = (type: string) => ({ SkuPriceDetails: JSON.stringify({ InstanceType: type }) })
  it.each([
    ['gpu', instance('p5.48xlarge')],
    ['gpu', instance('g5.12xlarge')],
    ['gpu', instance('a2-highgpu-8g')],
    ['gpu', instance('Standard_ND96asr_v4')],
    ['gpu', instance('inf2.xlarge')],
    ['cpu', instance('m7i.4xlarge')],
    ['cpu', { ResourceType: 'Virtual machine' }],
    ['tpu', { SkuMeter: 'Cloud TPU v5e' }],
    ['gpu', { SkuMeter: 'Nvidia A100 GPU hours' }],
    ['endpoint', { ResourceType: 'Endpoint', ...instance('ml.g5.12xlarge') }],
    ['notebook', { ResourceType: 'Notebook instance' }],
    ['nat-gateway', { ResourceType: 'NAT Gateway' }],
    ['load-balancer', { ResourceType: 'Load balancer' }],
    ['vector-index', { ServiceName: 'Pinecone' }],
    ['bucket', { ServiceName: 'Amazon S3' }],
    [undefined, { ServiceName: 'Datadog', ResourceId: 'b200-h100' }],
  ] as const)('%s', (expected, changes) => {
    expect(understood(changes).resource_class).toBe(expected)
  })

  it.each([
    ['no GPUs', { InstanceType: 'p5.48xlarge', GpuCount: 0 }, 'Hours'],
    ['hours by the hundred', { InstanceType: 'p5.48xlarge', GpuCount: 8 }, '100 Hours'],
  ])('leaves %s hours of instances', (_what, details, ConsumedUnit) => {
    const given = { ConsumedUnit, SkuMeter: 'BoxUsage', SkuPriceDetails: JSON.stringify(details) }
    expect(understood(given)).toMatchObject({ meter: 'BoxUsage', unit: 'Hours' })
  })

  it.each([
    ['Write', 'CacheWrite'],
    ['created', 'CacheWrite'],
    ['Read', 'CacheRead'],
    ['Hit', 'CacheRead'],
  ])('takes tokens whose cache action is %s for %s', (TokenCacheAction, meter) => {
    const given = { ConsumedUnit: 'Tokens', SkuMeter: 'x', SkuPriceDetails: JSON.stringify({ TokenCacheAction }) }
    expect(understood(given).meter).toBe(meter)
  })

  it('counts the GPUs of an instance that says nothing of them, and guesses none', () => {
    expect(understood({ ...instance('p4d.24xlarge'), ConsumedUnit: 'Hrs' }).meter).toBe('GPU-Hours')
    expect(understood({ ...instance('p9.huge'), ConsumedUnit: 'Hrs', SkuMeter: 'GPU time' })).toMatchObject({
      resource_class: 'gpu',
      unit: 'Hours',
    })
  })
})
