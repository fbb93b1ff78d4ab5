import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Spinner,
} from '@fluentui/react-components'
import type { SendState } from './use-sending.ts'

interface SmartAlertProps {
  state: SendState
  onAnyway(): void
  onBack(): void
}

/** What Outlook shows when an add-in has something to say to a message that is being sent. */
export function SmartAlert({ state, onAnyway, onBack }: SmartAlertProps) {
  const waits = state.kind === 'asking' && state.long
  return (
    <Dialog open={state.kind === 'alert' || waits} modalType="alert">
      <DialogSurface data-testid="smart-alert">
        <DialogBody>
          <DialogTitle>Throughline</DialogTitle>
          <DialogContent>
            {state.kind === 'alert' ? (
              state.text
            ) : (
              <Spinner labelPosition="after" label="The add-in is taking longer than expected to check this message." />
            )}
          </DialogContent>
          <DialogActions>
            {(waits || (state.kind === 'alert' && state.mayOverrule)) && (
              <Button appearance="secondary" onClick={onAnyway}>
                Send anyway
              </Button>
            )}
            <Button appearance="primary" onClick={onBack}>
              Don’t send
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
