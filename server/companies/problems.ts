import { Problem } from '../platform/problem.ts'
import type { Company } from './schema.ts'

export class CompanyNotFound extends Problem {
  readonly type = 'company-not-found'
  constructor() {
    super(404, 'There is no such company. It may have been removed, or was never added.')
  }
}

export class StaleCompany extends Problem {
  readonly type = 'stale-version'
  constructor(current: Company) {
    super(409, 'Somebody changed this company in the meantime. Compare the values and save again.', { current })
  }
}

export class DomainTaken extends Problem {
  readonly type = 'domain-taken'
  constructor(domain: string, companyId: string, name: string) {
    const message = `${domain} belongs to ${name} already. Open that company, or leave the domain out.`
    super(409, message, {
      domain,
      companyId,
      company: `/api/v1/companies/${companyId}`,
      errors: [{ path: 'domains', message }],
    })
  }
}
