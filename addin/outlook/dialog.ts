/** Office's own code (12002 … 12011) for a dialog that did not open or was closed. */
class DialogFailed extends Error {
  override name = 'DialogFailed'
  readonly code: string
  constructor(code: string | number, message: string) {
    super(message)
    this.code = `dialog_${code}`
  }
}

/**
 * Opens a page of our own origin in an Office dialog and waits for its one message.
 * @param limit milliseconds until we stop waiting and close it
 * @throws DialogFailed
 */
export function askInDialog(url: string, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    if (typeof globalThis.Office?.context?.ui?.displayDialogAsync !== 'function')
      return reject(new DialogFailed('missing', 'This Outlook cannot open a dialog.'))
    globalThis.Office.context.ui.displayDialogAsync(url, { height: 60, width: 30 }, (result) => {
      if (result.status === globalThis.Office.AsyncResultStatus.Failed) {
        return reject(new DialogFailed(result.error.code, result.error.message))
      }
      const dialog = result.value
      const timer = setTimeout(
        () => finish(() => reject(new DialogFailed('timeout', 'The dialog did not answer.'))),
        limit,
      )
      const finish = (settle: () => void) => {
        clearTimeout(timer)
        dialog.close()
        settle()
      }
      dialog.addEventHandler(globalThis.Office.EventType.DialogMessageReceived, (event) => {
        if ('message' in event) finish(() => resolve(event.message))
      })
      dialog.addEventHandler(globalThis.Office.EventType.DialogEventReceived, (event) => {
        clearTimeout(timer)
        const code = 'error' in event ? event.error : 'closed'
        reject(new DialogFailed(code, 'The dialog was closed.'))
      })
    })
  })
}

/** Hands a message from the dialog page to the pane that opened it. */
export function tellParent(message: string): void {
  globalThis.Office.context.ui.messageParent(message, { targetOrigin: window.location.origin })
}
