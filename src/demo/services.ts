// What is bought, from whom, and how FOCUS files it.

export const SOURCES = [
  'aws-focus',
  'gcp-focus',
  'azure-focus',
  'openai-costs',
  'anthropic-costs',
  'saas-focus',
] as const
export type SourceName = (typeof SOURCES)[number] | 'litellm'
/** The gateway's estimate of what the model providers bill as well. */
export const METER: SourceName = 'litellm'

export interface Service {
  readonly source: SourceName
  readonly provider: string
  readonly name: string
  readonly category: string
  readonly subcategory: string
  /** Of the list price, in percent: by contract. */
  readonly contracted: number
}

const service = (
  source: SourceName,
  provider: string,
  name: string,
  category: string,
  subcategory: string,
  contracted: number,
): Service => ({ source, provider, name, category, subcategory, contracted })

const aws = (name: string, category: string, subcategory: string, contracted = 94) =>
  service('aws-focus', 'aws', name, category, subcategory, contracted)
const gcp = (name: string, category: string, subcategory: string, contracted = 90) =>
  service('gcp-focus', 'gcp', name, category, subcategory, contracted)
const azure = (name: string, category: string, subcategory: string, contracted = 92) =>
  service('azure-focus', 'azure', name, category, subcategory, contracted)
const saas = (provider: string, name: string, category: string, subcategory: string, contracted: number) =>
  service('saas-focus', provider, name, category, subcategory, contracted)

const AI = 'AI and Machine Learning'

export const SERVICES = {
  bedrock: aws('Amazon Bedrock', AI, 'Generative AI', 97),
  sagemaker: aws('Amazon SageMaker', AI, 'AI Platforms'),
  ec2: aws('Amazon EC2', 'Compute', 'Virtual Machines'),
  s3: aws('Amazon S3', 'Storage', 'Object Storage'),
  eks: aws('Amazon EKS', 'Compute', 'Containers'),
  lambda: aws('AWS Lambda', 'Compute', 'Serverless Compute'),
  opensearch: aws('Amazon OpenSearch', 'Databases', 'Other (Databases)'),
  glue: aws('AWS Glue', 'Analytics', 'Data Processing'),
  cloudwatch: aws('Amazon CloudWatch', 'Management and Governance', 'Observability'),
  awsNetwork: aws('Amazon VPC', 'Networking', 'Network Connectivity'),
  awsBalancer: aws('Elastic Load Balancing', 'Networking', 'Application Networking'),
  awsConfig: aws('AWS Config', 'Management and Governance', 'Compliance'),
  vertex: gcp('Vertex AI', AI, 'AI Platforms'),
  vertexModels: gcp('Vertex AI', AI, 'Generative AI', 95),
  gke: gcp('GKE', 'Compute', 'Containers'),
  bigquery: gcp('BigQuery', 'Analytics', 'Analytics Platforms'),
  gcs: gcp('Cloud Storage', 'Storage', 'Object Storage'),
  gce: gcp('Compute Engine', 'Compute', 'Virtual Machines', 78),
  azureOpenai: azure('Azure OpenAI', AI, 'Generative AI', 96),
  azureMl: azure('Azure Machine Learning', AI, 'AI Platforms'),
  aks: azure('AKS', 'Compute', 'Containers'),
  blob: azure('Azure Blob Storage', 'Storage', 'Object Storage'),
  azureBalancer: azure('Azure Load Balancer', 'Networking', 'Application Networking'),
  purview: azure('Microsoft Purview', 'Management and Governance', 'Data Governance'),
  openai: service('openai-costs', 'openai', 'OpenAI', AI, 'Generative AI', 100),
  anthropic: service('anthropic-costs', 'anthropic', 'Anthropic', AI, 'Generative AI', 96),
  pinecone: saas('pinecone', 'Pinecone', 'Databases', 'Other (Databases)', 88),
  databricks: saas('databricks', 'Databricks', 'Analytics', 'Data Processing', 85),
  snowflake: saas('snowflake', 'Snowflake', 'Databases', 'Data Warehouses', 87),
  wandb: saas('wandb', 'Weights & Biases', AI, 'Machine Learning', 90),
  datadog: saas('datadog', 'Datadog', 'Management and Governance', 'Observability', 86),
} as const satisfies Record<string, Service>

export type ServiceKey = keyof typeof SERVICES

export const REGION_NAMES: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-west-2': 'US West (Oregon)',
  'eu-west-1': 'Europe (Ireland)',
  'eu-central-1': 'Europe (Frankfurt)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'us-central1': 'Iowa',
  'europe-west4': 'Netherlands',
  eastus: 'East US',
  westeurope: 'West Europe',
  swedencentral: 'Sweden Central',
}
