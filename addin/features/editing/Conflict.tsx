import './texts.ts'
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Radio,
  RadioGroup,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useReturnFocus } from '../../ui/parts/focus.ts'
import type { Clash, Draft, Value } from './draft.ts'

const sides = ['mine', 'theirs', 'original'] as const
type Side = (typeof sides)[number]

const useStyles = makeStyles({
  surface: { maxWidth: 'min(560px, calc(100vw - 16px))', padding: tokens.spacingHorizontalL },
  body: { gap: tokens.spacingVerticalM },
  text: { ...typographyStyles.body1, margin: 0 },
  content: { display: 'grid', gap: tokens.spacingVerticalM, overflowWrap: 'anywhere' },
  all: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  field: { ...typographyStyles.body1Strong },
  actions: { flexWrap: 'wrap' },
})

interface Props {
  clashes: Clash[]
  labelOf: (field: string) => string
  /** A value as people read it. */
  show: (field: string, value: Value) => string
  onApply: (kept: Draft) => void
  onBack: () => void
}

/** Two people changed the same fields: mine, theirs and the original of each, and a choice (CR-11). */
export default function Conflict({ clashes, labelOf, show, onApply, onBack }: Props) {
  useReturnFocus()
  const styles = useStyles()
  const { t } = useTranslation('forms')
  const labels = useId()
  const [chosen, setChosen] = useState<Record<string, Side>>({})
  const side = (field: string): Side => chosen[field] ?? 'mine'
  const all = (one: Side) => setChosen(Object.fromEntries(clashes.map(({ field }) => [field, one])))
  return (
    <Dialog open modalType="alert" onOpenChange={(_, { open }) => !open && onBack()}>
      <DialogSurface className={styles.surface}>
        <DialogBody className={styles.body}>
          <DialogTitle>{t('conflict.title')}</DialogTitle>
          <DialogContent className={styles.content}>
            <p className={styles.text}>{t('conflict.text')}</p>
            {clashes.length > 1 && (
              <div className={styles.all}>
                <Button size="small" onClick={() => all('mine')}>
                  {t('conflict.allMine')}
                </Button>
                <Button size="small" onClick={() => all('theirs')}>
                  {t('conflict.allTheirs')}
                </Button>
              </div>
            )}
            {clashes.map((clash) => (
              <div key={clash.field}>
                <div id={`${labels}-${clash.field}`} className={styles.field}>
                  {labelOf(clash.field)}
                </div>
                <RadioGroup
                  aria-labelledby={`${labels}-${clash.field}`}
                  value={side(clash.field)}
                  onChange={(_, { value }) => setChosen({ ...chosen, [clash.field]: value as Side })}
                >
                  {sides.map((one) => (
                    <Radio
                      key={one}
                      value={one}
                      label={t(`conflict.${one}`, { value: show(clash.field, clash[one]) || t('conflict.empty') })}
                    />
                  ))}
                </RadioGroup>
              </div>
            ))}
          </DialogContent>
          <DialogActions className={styles.actions} fluid>
            <Button onClick={onBack}>{t('conflict.back')}</Button>
            <Button
              appearance="primary"
              onClick={() =>
                onApply(Object.fromEntries(clashes.map((clash) => [clash.field, clash[side(clash.field)]])))
              }
            >
              {t('conflict.apply')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
