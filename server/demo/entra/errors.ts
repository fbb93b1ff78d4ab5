import { randomUUID } from 'node:crypto'
import { type Answer, json } from '../http.ts'

/** A refusal in Entra's terms: the OAuth error and the AADSTS number that its documentation explains. */
export class EntraError extends Error {
  readonly error: string
  readonly number: number
  readonly status: number

  constructor(error: string, number: number, message: string, status = 400) {
    super(message)
    this.error = error
    this.number = number
    this.status = status
  }
}

export const invalidGrant = (number: number, message: string) => new EntraError('invalid_grant', number, message)
export const invalidRequest = (number: number, message: string) => new EntraError('invalid_request', number, message)

/** The description as people meet it in Entra, with its trace and correlation ids. */
export function entraErrorBody(error: EntraError, now: Date, correlation: string = randomUUID()) {
  const timestamp = `${now.toISOString().slice(0, 19).replace('T', ' ')}Z`
  const trace = randomUUID()
  return {
    error: error.error,
    error_description: `AADSTS${error.number}: ${error.message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [error.number],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${error.number}`,
  }
}

export const entraErrorAnswer = (error: EntraError, now: Date, correlation: string | undefined): Answer =>
  json(error.status, entraErrorBody(error, now, correlation), { 'cache-control': 'no-store' })
