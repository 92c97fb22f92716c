import { holds } from './said.ts'

holds('reads coverage and missing tags', [
  ['untagged spend last month', 'coverage | 2026-10-01..2026-10-31'],
  ['how much spend is untagged', 'coverage'],
  ['unallocated cost by service in october', 'coverage | by service | 2026-10-01..2026-10-31'],
  ['tag coverage', 'coverage'],
  ['tagging coverage by provider last month', 'coverage | by provider | 2026-10-01..2026-10-31'],
  ['allocation coverage this quarter', 'coverage | 2026-10-01..2026-11-23'],
  ['how much cost has no team', 'coverage | team=(none)'],
  ['spend without an owner last week', 'coverage | owner=(none) | 2026-11-16..2026-11-22'],
  ['spend with no project by service', 'coverage | project=(none) | by service'],
  ['what share of our spend is allocated', 'coverage'],
  ['percentage of cost that is tagged', 'coverage'],
  ['cost not allocated to any team last month', 'coverage | team=(none) | 2026-10-01..2026-10-31'],
  ['which services have the most untagged spend', 'coverage | by service | top 10'],
  ['untagged resources in october', 'coverage | 2026-10-01..2026-10-31'],
  ['missing owner tag', 'coverage | owner=(none)'],
  ['unattributed spend this month', 'coverage | 2026-11-01..2026-11-23'],
  ['team (none) cost last month', 'spend | team=(none) | 2026-10-01..2026-10-31'],
  ['spend where environment is (none)', 'spend | environment=(none)'],
])
