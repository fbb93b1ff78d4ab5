import { Field, Input, MessageBar, MessageBarBody, Textarea } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { storage } from '../../outlook/storage.ts'
import { type AttestationDraft, emptyAttestation, isShort, toAttestation } from './attestation-draft.ts'
import { withRules } from './mapping.ts'
import { errorAt } from './problems.ts'
import { useImportRights } from './rights.ts'
import type { StepProps } from './step-props.ts'
import { useImportStyles } from './styles.ts'

/** Somebody who vouches, with name and words, that these people agreed (IM-11). */
export function Attestation({ one, edit, errors }: StepProps) {
  const shared = useImportStyles()
  const { t } = useTranslation('imports')
  const { maySign } = useImportRights()
  const [draft, setDraft] = useState(() => loadDraft(one.id) ?? { ...emptyAttestation, ...edit.mapping.attestation })
  const [left, setLeft] = useState(false)
  const said = (name: string) => errorAt(errors, `attestation.${name}`)
  const set = (part: Partial<AttestationDraft>) => {
    const next = { ...draft, ...part }
    setDraft(next)
    // Half of it proves nothing, and is kept here until the rest is there.
    const whole = toAttestation(next)
    if (whole) storage.removeItem(keyOf(one.id))
    else storage.setItem(keyOf(one.id), JSON.stringify(next))
    edit.change((mapping) => withRules(mapping, { attestation: whole }))
  }
  return (
    <section className={shared.form} aria-labelledby="import-sign">
      <div>
        <h4 id="import-sign" className={shared.strong}>
          {t('rules.signTitle')}
        </h4>
        <p className={shared.text}>{t(maySign ? 'rules.signIntro' : 'rules.signNot')}</p>
      </div>
      {maySign && (
        <>
          <Field
            label={t('rules.signText')}
            hint={t('rules.signTextHint')}
            validationMessage={said('text') ?? (left && isShort(draft) ? t('rules.signShort') : null)}
          >
            <Textarea
              resize="vertical"
              maxLength={5000}
              value={draft.text}
              onChange={(_, { value }) => set({ text: value })}
              onBlur={() => setLeft(true)}
            />
          </Field>
          <div className={shared.columns}>
            <Field
              label={t('rules.signSource')}
              hint={t('rules.signSourceHint')}
              validationMessage={said('source') ?? null}
            >
              <Input
                className={shared.control}
                maxLength={200}
                value={draft.source}
                onChange={(_, { value }) => set({ source: value })}
              />
            </Field>
            <Field label={t('rules.signDate')} validationMessage={said('date') ?? null}>
              <Input
                className={shared.control}
                type="date"
                value={draft.date}
                onChange={(_, { value }) => set({ date: value })}
              />
            </Field>
          </div>
          <MessageBar intent={edit.mapping.attestation ? 'success' : 'warning'} layout="multiline">
            <MessageBarBody>{t(edit.mapping.attestation ? 'rules.signed' : 'rules.signMissing')}</MessageBarBody>
          </MessageBar>
        </>
      )}
    </section>
  )
}

const keyOf = (id: string) => `attestation:${id}`

function loadDraft(id: string): AttestationDraft | undefined {
  const text = storage.getItem(keyOf(id))
  try {
    return text ? { ...emptyAttestation, ...JSON.parse(text) } : undefined
  } catch {
    return undefined
  }
}
