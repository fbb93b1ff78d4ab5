import { Checkbox, Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { ActivityCondition } from '../../../server/filter/schema.ts'
import { allTypes } from '../timeline/activity-look.tsx'
import type { Words } from './words.ts'

type Counted = ActivityCondition['activity']

const useStyles = makeStyles({
  types: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(150px, 100%), 1fr))',
    maxHeight: 'min(240px, 35vh)',
    overflowY: 'auto',
    border: 0,
    margin: 0,
    padding: 0,
  },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  half: { flex: '1 1 110px', minWidth: 0 },
  input: { minWidth: 0, width: '100%' },
})

/** What a new activity condition asks. */
export const anyMeeting: ActivityCondition = { activity: { types: ['meeting'], atLeast: 1, withinDays: 30 } }

type Times = 'atLeast' | 'atMost' | 'never'

const timesOf = ({ atMost, atLeast }: Counted): Times =>
  atMost === undefined || atLeast !== undefined ? 'atLeast' : atMost === 0 ? 'never' : 'atMost'

interface Props {
  activity: Counted
  words: Words
  onChange: (activity: Counted) => void
}

/** Which activities, how often, and since when. */
export function ActivityControls({ activity, words, onChange }: Props) {
  const styles = useStyles()
  const { t } = useTranslation('filter')
  const { types, withinDays } = activity
  const times = timesOf(activity)
  const count = times === 'atMost' ? (activity.atMost ?? 1) : (activity.atLeast ?? 1)
  const window = withinDays === undefined ? {} : { withinDays }
  const asked = (next: Times, number: number): Counted => {
    const limit = next === 'never' ? { atMost: 0 } : next === 'atMost' ? { atMost: number } : { atLeast: number }
    return { types, ...limit, ...window }
  }
  const toggle = (type: Counted['types'][number]) => {
    const next = types.includes(type) ? types.filter((one) => one !== type) : [...types, type]
    onChange({ ...activity, types: next })
  }
  return (
    <>
      <Field label={t('activity.types')} required>
        <fieldset className={styles.types} aria-label={t('activity.types')}>
          {allTypes.map((type) => (
            <Checkbox
              key={type}
              label={words.activityName(type)}
              checked={types.includes(type)}
              onChange={() => toggle(type)}
            />
          ))}
        </fieldset>
      </Field>
      <div className={styles.row}>
        <Field label={t('activity.times')} className={styles.half}>
          <Select value={times} onChange={(_, { value }) => onChange(asked(value as Times, Math.max(1, count)))}>
            {(['atLeast', 'atMost', 'never'] as const).map((one) => (
              <option key={one} value={one}>
                {t(`activity.${one}`)}
              </option>
            ))}
          </Select>
        </Field>
        {times !== 'never' && (
          <Field label={t('activity.count')} className={styles.half}>
            <Input
              className={styles.input}
              type="number"
              min={1}
              max={1000}
              value={String(count)}
              onChange={(_, { value }) => onChange(asked(times, within(Number(value), 1000)))}
            />
          </Field>
        )}
      </div>
      <div className={styles.row}>
        <Field label={t('activity.within')} className={styles.half}>
          <Select
            value={withinDays === undefined ? 'ever' : 'lastDays'}
            onChange={(_, { value }) => {
              const { withinDays: _gone, ...rest } = activity
              onChange(value === 'ever' ? rest : { ...rest, withinDays: 30 })
            }}
          >
            <option value="ever">{t('activity.ever')}</option>
            <option value="lastDays">{t('activity.lastDays')}</option>
          </Select>
        </Field>
        {withinDays !== undefined && (
          <Field label={t('days')} className={styles.half}>
            <Input
              className={styles.input}
              type="number"
              min={1}
              max={3650}
              value={String(withinDays)}
              onChange={(_, { value }) => onChange({ ...activity, withinDays: within(Number(value), 3650) })}
            />
          </Field>
        )}
      </div>
    </>
  )
}

const within = (number: number, max: number): number => Math.max(1, Math.min(max, Math.trunc(number) || 1))
