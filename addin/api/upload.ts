import { noAnswer } from './problem.ts'

/** Sends one file and gives the answer, whatever its status. `onProgress` gets the bytes that are out. */
export type SendFile = (
  url: string,
  options: { authorization: string; file: File; onProgress: (sent: number) => void; signal?: AbortSignal | undefined },
) => Promise<Response>

/** A body of a fetch tells nothing of how much of it is out, so this is the one place that asks the older way. */
export const sendFile: SendFile = (url, { authorization, file, onProgress, signal }) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    const settle = (act: () => void) => {
      signal?.removeEventListener('abort', abort)
      act()
    }
    signal?.addEventListener('abort', abort)
    request.upload.onprogress = ({ loaded, lengthComputable, total }) =>
      // What goes over the wire is the file with a few lines around it.
      onProgress(lengthComputable ? Math.round((file.size * loaded) / total) : Math.min(loaded, file.size))
    request.onload = () => settle(() => resolve(responseOf(request)))
    request.onerror = () => settle(() => reject(noAnswer('network', 'The server cannot be reached.')))
    request.onabort = () => settle(() => reject(signal?.reason ?? new DOMException('Aborted', 'AbortError')))
    request.open('POST', url)
    request.setRequestHeader('authorization', authorization)
    request.setRequestHeader('accept', 'application/json')
    const form = new FormData()
    form.append('file', file)
    request.send(form)
  })

function responseOf(request: XMLHttpRequest): Response {
  const id = request.getResponseHeader('x-request-id')
  return new Response(request.status === 204 ? null : request.responseText, {
    status: request.status,
    statusText: request.statusText,
    headers: id ? { 'x-request-id': id } : {},
  })
}
