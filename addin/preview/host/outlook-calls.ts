import { type CallTable, OutlookError, OutlookErrorCode } from './call.ts'
import { composeCalls } from './compose-calls.ts'
import type { CallContext } from './item.ts'
import { itemCalls } from './item-calls.ts'
import { notificationCalls } from './notification-calls.ts'

const CALLS: CallTable = { ...itemCalls, ...composeCalls, ...notificationCalls }

/** Telemetry that office.js sends to its host. */
const TELEMETRY = new Set([163, 193, 400, 401, 402])

/** Calls that Outlook has and the preview does not: answered with "not supported". */
const UNSUPPORTED: Record<number, string> = {
  7: 'displayNewAppointmentForm',
  9: 'displayAppointmentForm',
  16: 'addFileAttachmentAsync',
  19: 'addItemAttachmentAsync',
  20: 'removeAttachmentAsync',
  101: 'item.move',
  108: 'getSharedPropertiesAsync',
  148: 'addFileAttachmentFromBase64Async',
  161: 'masterCategories.addAsync',
  162: 'masterCategories.removeAsync',
  177: 'displayNewAppointmentFormAsync',
  180: 'displayAppointmentFormAsync',
}

interface ExecuteMethodData {
  ApiParams?: Record<string, never>
  MethodData: { DispatchId: number }
}

/** Runs one `ExecuteMethod` call and gives its answer: always an object, or office.js never calls back. */
export async function executeMethod(context: CallContext, data: unknown): Promise<Record<string, unknown>> {
  const { ApiParams, MethodData } = data as ExecuteMethodData
  const id = MethodData.DispatchId
  if (TELEMETRY.has(id)) return success(undefined)
  const call = CALLS[id]
  if (!call) {
    const name = UNSUPPORTED[id]
    if (!name) console.error(`Outlook preview: office.js called unknown dispatch id ${id}.`, ApiParams)
    return failure(OutlookErrorCode.notSupported)
  }
  try {
    const result = await call.run(context, ApiParams as Record<string, never>)
    return call.shape ? { wasSuccessful: true, ...call.shape(result) } : success(result)
  } catch (error) {
    if (error instanceof OutlookError) return failure(error.code)
    console.error(`Outlook preview: ${call.name} failed.`, error)
    return failure(OutlookErrorCode.serverError)
  }
}

const success = (data: unknown) => ({ wasSuccessful: true, error: false, data })
const failure = (errorCode: number) => ({ wasSuccessful: false, error: true, errorCode })
