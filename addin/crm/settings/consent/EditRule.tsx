import {
  Button,
  Field,
  Input,
  Link,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Select,
  Textarea,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Jurisdiction, marketingRules } from '../../../../server/consent/schema.ts'
import { CountryPicker } from '../../../features/editing/CountryPicker.tsx'
import { countryName, localDay } from '../../../ui/format.ts'
import { fieldErrors } from '../../../ui/problem-text.ts'
import { Confirm } from '../parts/Confirm.tsx'
import { currentOf } from '../parts/problems.ts'
import { Refused } from '../parts/Refused.tsx'
import { Side } from '../parts/Side.tsx'
import { useResetRule, useWriteRule } from './consent-query.ts'
import { type DraftFault, draftFaults, draftOf, loosened, newDraft, type RuleDraft, toRule } from './rule-edit.ts'

const trackingRules = ['individual', 'consent', 'aggregate'] as const

const useStyles = makeStyles({
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(200px, 100%), 1fr))',
    alignItems: 'start',
    gap: tokens.spacingHorizontalM,
  },
  input: { minWidth: 0, width: '100%' },
  text: { ...typographyStyles.body1, margin: 0 },
  list: { ...typographyStyles.body1, margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
})

interface Props {
  /** Null: a country that is not listed yet. */
  rule: Jurisdiction | null
  listed: readonly string[]
  may: boolean
  onClose: (said?: string) => void
}

/** A country's rule: read by everybody, changed by administrators, who stand up for what they loosen. */
export function EditRule({ rule, listed, may, onClose }: Props) {
  const { t } = useTranslation('settings')
  const { t: common } = useTranslation()
  const [before, setBefore] = useState(rule)
  const [draft, setDraft] = useState<RuleDraft>(rule ? draftOf(rule) : newDraft(localDay(Date.now())))
  const [tried, setTried] = useState(false)
  const [asking, setAsking] = useState<'loosen' | 'reset' | null>(null)
  const write = useWriteRule()
  const errors = fieldErrors(write.error)
  const current = currentOf<Jurisdiction>(write.error)
  const faults = draftFaults(draft)
  const taken = !before && listed.includes(draft.country)
  const next = toRule(draft)
  const looser = loosened(before ?? toRule(newDraft('')), next)
  const name = draft.country ? countryName(draft.country) : ''
  const save = () =>
    write.mutate(
      { country: draft.country, rule: next, version: before?.version },
      { onSuccess: () => onClose(t('consent.saved', { name })), onSettled: () => setAsking(null) },
    )
  const submit = () => {
    setTried(true)
    if (!may || faults.length > 0 || taken || write.isPending) return
    if (looser.length > 0) setAsking('loosen')
    else save()
  }
  return (
    <Side
      title={rule ? countryName(rule.country) : t('consent.add')}
      onClose={() => onClose()}
      onSubmit={submit}
      actions={
        may ? (
          <>
            <Button type="submit" appearance="primary" disabledFocusable={write.isPending}>
              {write.isPending ? common('common.saving') : common('common.save')}
            </Button>
            <Button onClick={() => onClose()}>{common('common.cancel')}</Button>
            {before?.changed && <Button onClick={() => setAsking('reset')}>{t('consent.reset')}</Button>}
          </>
        ) : (
          <Button onClick={() => onClose()}>{common('common.close')}</Button>
        )
      }
    >
      {!before && (
        <Field
          required
          label={t('consent.country')}
          validationMessage={
            taken ? t('consent.listed') : tried && faults.includes('country') ? t('consent.fault.country') : null
          }
        >
          <CountryPicker value={draft.country} onChange={(country) => setDraft({ ...draft, country })} />
        </Field>
      )}
      <RuleFields
        draft={draft}
        faults={tried ? faults : []}
        errors={errors}
        may={may}
        onChange={(part) => setDraft({ ...draft, ...part })}
      />
      {write.error && Object.keys(errors).length === 0 && (
        <Refused error={write.error}>
          {current && (
            <Button
              size="small"
              onClick={() => {
                setBefore(current)
                setDraft(draftOf(current))
                write.reset()
              }}
            >
              {t('stale.load')}
            </Button>
          )}
        </Refused>
      )}
      {asking === 'loosen' && (
        <Loosen name={name} looser={looser} busy={write.isPending} onConfirm={save} onClose={() => setAsking(null)} />
      )}
      {asking === 'reset' && before && (
        <Reset
          country={before.country}
          onClose={() => setAsking(null)}
          onReset={() => onClose(t('consent.resetDone', { name }))}
        />
      )}
    </Side>
  )
}

interface FieldsProps {
  draft: RuleDraft
  faults: readonly DraftFault[]
  errors: Record<string, string>
  may: boolean
  onChange: (part: Partial<RuleDraft>) => void
}

function RuleFields({ draft, faults, errors, may, onChange }: FieldsProps) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const field = (name: keyof RuleDraft) => ({
    label: t(`consent.field.${name}`),
    validationMessage:
      (faults.some((fault) => fault === name) ? t(`consent.fault.${name as DraftFault}`) : errors[name]) ?? null,
  })
  const input = (name: Exclude<keyof RuleDraft, 'businessRule' | 'personalRule' | 'tracking'>) => ({
    className: styles.input,
    readOnly: !may,
    value: draft[name],
    onChange: (_: unknown, { value }: { value: string }) => onChange({ [name]: value }),
  })
  return (
    <>
      <Field required {...field('law')}>
        <Input maxLength={100} {...input('law')} />
      </Field>
      <div className={styles.pair}>
        {(['businessRule', 'personalRule'] as const).map((name) => (
          <Field key={name} {...field(name)} hint={t(`consent.hint.${name}`)}>
            <Select
              disabled={!may}
              value={draft[name]}
              onChange={(_, { value }) => onChange({ [name]: value as RuleDraft['businessRule'] })}
            >
              {marketingRules.map((rule) => (
                <option key={rule} value={rule}>
                  {t(`consent.rule.${rule}`)}
                </option>
              ))}
            </Select>
          </Field>
        ))}
        {(['purchaseMonths', 'inquiryMonths'] as const).map((name) => (
          <Field key={name} {...field(name)} hint={t(`consent.hint.${name}`)}>
            <Input inputMode="numeric" {...input(name)} />
          </Field>
        ))}
      </div>
      <Field {...field('tracking')} hint={t('consent.hint.tracking')}>
        <Select
          disabled={!may}
          value={draft.tracking}
          onChange={(_, { value }) => onChange({ tracking: value as RuleDraft['tracking'] })}
        >
          {trackingRules.map((rule) => (
            <option key={rule} value={rule}>
              {t(`consent.trackingRule.${rule}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field {...field('optOutWithin')}>
        <Input maxLength={200} {...input('optOutWithin')} />
      </Field>
      <Field {...field('note')}>
        <Textarea maxLength={2000} rows={3} resize="vertical" {...input('note')} />
      </Field>
      <Field required {...field('source')} hint={<Sources text={draft.source} />}>
        <Textarea maxLength={1000} rows={2} resize="vertical" {...input('source')} />
      </Field>
      <Field required {...field('reviewedOn')} hint={t('consent.hint.reviewedOn')}>
        <Input type="date" {...input('reviewedOn')} />
      </Field>
      <p className={styles.text}>{t('consent.notAdvice')}</p>
    </>
  )
}

/** The addresses in a source text, to be opened. */
function Sources({ text }: { text: string }) {
  const links = text.match(/https?:\/\/[^\s;,)]+/g) ?? []
  return (
    <>
      {links.map((link) => (
        <Link key={link} href={link} target="_blank" rel="noopener noreferrer">
          {link}
        </Link>
      ))}
    </>
  )
}

interface LoosenProps {
  name: string
  looser: ReturnType<typeof loosened>
  busy: boolean
  onConfirm: () => void
  onClose: () => void
}

function Loosen({ name, looser, busy, onConfirm, onClose }: LoosenProps) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  return (
    <Confirm
      title={t('consent.looserTitle', { name })}
      confirm={t('consent.looserYes')}
      busy={busy}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>{t('consent.looserHint')}</MessageBarBody>
      </MessageBar>
      <ul className={styles.list}>
        {looser.map((field) => (
          <li key={field}>{t(`consent.field.${field}`)}</li>
        ))}
      </ul>
    </Confirm>
  )
}

function Reset({ country, onReset, onClose }: { country: string; onReset: () => void; onClose: () => void }) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  const reset = useResetRule()
  return (
    <Confirm
      title={t('consent.resetTitle', { name: countryName(country) })}
      confirm={t('consent.reset')}
      busy={reset.isPending}
      error={reset.error}
      onConfirm={() => reset.mutate(country, { onSuccess: onReset })}
      onClose={onClose}
    >
      <p className={styles.text}>{t('consent.resetHint')}</p>
    </Confirm>
  )
}
