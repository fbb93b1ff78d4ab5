import type { Call } from '../http.ts'
import { badRequest } from './errors.ts'

/** The request's JSON object. An empty body counts as `{}`: several actions take none. */
export function jsonBody(call: Call): Record<string, unknown> {
  const text = call.body.toString('utf8')
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // answered below, as any other body that is not an object
  }
  throw badRequest(
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
  )
}
