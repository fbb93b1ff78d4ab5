import './texts.ts'
import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Radio,
  RadioGroup,
  Select,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Consent } from '../../../server/consent/schema.ts'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import { describeError, fieldErrors } from '../../ui/problem-text.ts'
import { type ConsentForm, complaintsOf, emptyConsent, isLifting, toEntry } from './consent-form.ts'
import { useRecordConsent } from './consent-query.ts'

const statuses = ['opted_in', 'opted_out', 'pending', 'unknown'] as const
const bases = ['consent', 'legitimate_interest', 'contract'] as const
const events = ['purchase', 'contract', 'inquiry', 'application', 'published_address', 'relationship'] as const

const useStyles = makeStyles({
  surface: { maxWidth: 'min(560px, calc(100vw - 16px))' },
  content: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(160px, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
  },
  input: { minWidth: 0, width: '100%' },
  choices: { flexWrap: 'wrap' },
  actions: { flexWrap: 'wrap' },
})

interface Props {
  contactId: string
  consent: Consent
  guard?: (() => void) | undefined
  drawnFor?: string | null | undefined
  onClose: () => void
}

/** A new entry of the ledger: what the person decided, and what proves it. */
export default function RecordConsent({ contactId, consent, guard, drawnFor, onClose }: Props) {
  useReturnFocus()
  const styles = useStyles()
  const { t } = useTranslation(['consentPanel', 'translation'])
  const [form, setForm] = useState(emptyConsent)
  const [tried, setTried] = useState(false)
  const record = useRecordConsent(contactId, { onSaved: onClose, guard })
  const set = (changes: Partial<ConsentForm>) => setForm({ ...form, ...changes })
  const complaints = complaintsOf(form, consent)
  const errors = fieldErrors(record.error)
  const said = (field: keyof typeof complaints) => {
    const complaint = tried ? complaints[field] : undefined
    return complaint ? t(`form.${complaint}`) : (errors[field] ?? null)
  }
  const save = () => {
    setTried(true)
    if (Object.keys(complaints).length === 0) record.mutate(toEntry(form, consent, drawnFor))
  }
  const optIn = form.status === 'opted_in'
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={styles.surface}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <DialogBody>
            <DialogTitle>{t('form.title')}</DialogTitle>
            <DialogContent className={styles.content}>
              <span>{t('form.text')}</span>
              {isLifting(form, consent) && (
                <MessageBar intent="warning" layout="multiline">
                  <MessageBarBody>{t('form.lifting')}</MessageBarBody>
                </MessageBar>
              )}
              <Field label={t('purpose')}>
                <Select
                  value={form.purpose}
                  onChange={(_, { value }) => set({ purpose: value as ConsentForm['purpose'] })}
                >
                  <option value="marketing">{t('purposeOf.marketing')}</option>
                  <option value="tracking">{t('purposeOf.tracking')}</option>
                </Select>
              </Field>
              <Field label={t('form.status')} validationMessage={errors.status ?? null}>
                <RadioGroup
                  className={styles.choices}
                  layout="horizontal"
                  value={form.status}
                  onChange={(_, { value }) => set({ status: value as ConsentForm['status'] })}
                >
                  {statuses.map((status) => (
                    <Radio key={status} value={status} label={t(`statusOf.${status}`)} />
                  ))}
                </RadioGroup>
              </Field>
              {optIn && form.purpose === 'marketing' && !isLifting(form, consent) && (
                <Kind form={form} set={set} eventComplaint={said('eventAt')} />
              )}
              {form.status === 'opted_out' && (
                <Checkbox
                  checked={form.objection}
                  label={t('form.objection')}
                  onChange={(_, { checked }) => set({ objection: checked === true })}
                />
              )}
              <div className={styles.pair}>
                <Field label={t('form.when')} validationMessage={said('effectiveAt')}>
                  <Input
                    className={styles.input}
                    type="datetime-local"
                    value={form.effectiveAt}
                    onChange={(_, { value }) => set({ effectiveAt: value })}
                  />
                </Field>
                <Field label={t('form.basis')} validationMessage={errors.gdprBasis ?? null}>
                  <Select
                    value={form.gdprBasis}
                    onChange={(_, { value }) => set({ gdprBasis: value as ConsentForm['gdprBasis'] })}
                  >
                    <option value="">{t('translation:common.none')}</option>
                    {bases.map((basis) => (
                      <option key={basis} value={basis}>
                        {t(`basisOf.${basis}`)}
                      </option>
                    ))}
                  </Select>
                </Field>
              </div>
              <Field label={t('form.source')} hint={t('form.sourceHint')} validationMessage={errors.source ?? null}>
                <Input value={form.source} onChange={(_, { value }) => set({ source: value })} />
              </Field>
              <Evidence
                form={form}
                set={set}
                optIn={optIn}
                textComplaint={said('text') ?? errors.evidence ?? null}
                noteComplaint={said('note')}
              />
              {record.error && (
                <MessageBar intent="error" layout="multiline">
                  <MessageBarBody>{describeError(record.error)}</MessageBarBody>
                </MessageBar>
              )}
            </DialogContent>
            <DialogActions className={styles.actions} fluid>
              <Button onClick={onClose}>{t('translation:common.cancel')}</Button>
              <Button type="submit" appearance="primary" disabledFocusable={record.isPending}>
                {record.isPending ? t('translation:common.saving') : t('form.save')}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}

interface PartProps {
  form: ConsentForm
  set: (changes: Partial<ConsentForm>) => void
}

/** Explicit, or implied with the event it follows from. */
function Kind({ form, set, eventComplaint }: PartProps & { eventComplaint: string | null }) {
  const styles = useStyles()
  const { t } = useTranslation('consentPanel')
  return (
    <>
      <Field label={t('form.type')} hint={t('form.typeHint')}>
        <RadioGroup
          className={styles.choices}
          layout="horizontal"
          value={form.type}
          onChange={(_, { value }) => set({ type: value as ConsentForm['type'] })}
        >
          <Radio value="explicit" label={t('typeOf.explicit')} />
          <Radio value="implied" label={t('typeOf.implied')} />
        </RadioGroup>
      </Field>
      {form.type === 'implied' && (
        <div className={styles.pair}>
          <Field label={t('form.event')}>
            <Select value={form.event} onChange={(_, { value }) => set({ event: value as ConsentForm['event'] })}>
              {events.map((event) => (
                <option key={event} value={event}>
                  {t(`eventOf.${event}`)}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t('form.eventAt')} required validationMessage={eventComplaint}>
            <Input
              className={styles.input}
              type="date"
              value={form.eventAt}
              onChange={(_, { value }) => set({ eventAt: value })}
            />
          </Field>
        </div>
      )}
    </>
  )
}

interface EvidenceProps extends PartProps {
  optIn: boolean
  textComplaint: string | null
  noteComplaint: string | null
}

function Evidence({ form, set, optIn, textComplaint, noteComplaint }: EvidenceProps) {
  const { t } = useTranslation('consentPanel')
  return (
    <>
      <Field label={t('form.wording')} hint={optIn ? t('form.evidenceHint') : null} validationMessage={textComplaint}>
        <Textarea resize="vertical" value={form.text} onChange={(_, { value }) => set({ text: value })} />
      </Field>
      <Field label={t('form.url')}>
        <Input type="url" value={form.url} onChange={(_, { value }) => set({ url: value })} />
      </Field>
      <Checkbox
        checked={form.spoken}
        label={t('form.spoken')}
        onChange={(_, { checked }) => set({ spoken: checked === true })}
      />
      <Field
        label={t('form.note')}
        required={form.spoken}
        hint={form.spoken ? t('form.spokenHint') : null}
        validationMessage={noteComplaint}
      >
        <Textarea resize="vertical" value={form.note} onChange={(_, { value }) => set({ note: value })} />
      </Field>
    </>
  )
}
