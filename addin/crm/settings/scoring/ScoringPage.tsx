import { Button, Field, makeStyles, ProgressBar, tokens, typographyStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScoringRule, ScoringRuleList } from '../../../../server/scoring/schema.ts'
import { locale } from '../../../ui/i18n.ts'
import { Failed } from '../../../ui/parts/Failed.tsx'
import { LoadingRows } from '../../../ui/parts/Loading.tsx'
import { Message } from '../../../ui/parts/Message.tsx'
import { useMay } from '../parts/may.ts'
import { Page, ReadOnly } from '../parts/Page.tsx'
import { Said } from '../parts/Said.tsx'
import { ConfirmChange } from './ConfirmChange.tsx'
import { Histogram } from './Histogram.tsx'
import { RuleEditor } from './RuleEditor.tsx'
import { RuleRow } from './RuleRow.tsx'
import { ruleWith } from './rule-form.ts'
import { rulesQuery } from './scoring-query.ts'

const useStyles = makeStyles({
  part: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXS },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  hint: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground3, margin: 0 },
  list: { listStyle: 'none', margin: 0, padding: 0, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
})

type Open = { kind: 'edit'; rule: ScoringRule | null } | { kind: 'delete' | 'switch'; rule: ScoringRule } | null

/** Settings > Scoring: how scores lie, the rules they come from, and what a change of them would do. */
export default function ScoringPage() {
  const { t } = useTranslation('settings')
  const { may, who } = useMay('scoring')
  const list = useQuery(rulesQuery)
  const [open, setOpen] = useState<Open>(null)
  const [said, setSaid] = useState<string | null>(null)
  const saved = (name: string) => {
    setOpen(null)
    setSaid(t('scoring.saved', { name }))
  }
  return (
    <Page
      title={t('page.scoring')}
      intro={t('about.scoring')}
      actions={
        may && (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => setOpen({ kind: 'edit', rule: null })}>
            {t('scoring.new')}
          </Button>
        )
      }
    >
      {!may && <ReadOnly who={who} />}
      <Said text={said} onDismiss={() => setSaid(null)} />
      {list.isError && !list.data && <Failed error={list.error} retry={list.refetch} compact />}
      {list.isPending && <LoadingRows />}
      {list.data && <Rules list={list.data} may={may} onOpen={setOpen} />}
      {open?.kind === 'edit' && (
        <RuleEditor
          rule={open.rule}
          position={open.rule?.position ?? list.data?.items.length ?? 0}
          onSaved={saved}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === 'delete' && (
        <ConfirmChange
          title={t('scoring.deleteTitle', { name: open.rule.name })}
          confirm={t('scoring.deleteYes')}
          change={{ id: open.rule.id, rule: null }}
          version={undefined}
          onSaved={() => saved(open.rule.name)}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === 'switch' && (
        <ConfirmChange
          title={t(open.rule.active ? 'scoring.offTitle' : 'scoring.onTitle', { name: open.rule.name })}
          confirm={t('scoring.saveAll')}
          change={{ id: open.rule.id, rule: ruleWith(open.rule, { active: !open.rule.active }) }}
          version={open.rule.version}
          onSaved={() => saved(open.rule.name)}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  )
}

interface RulesProps {
  list: ScoringRuleList
  may: boolean
  onOpen: (open: Open) => void
}

function Rules({ list, may, onOpen }: RulesProps) {
  const styles = useStyles()
  const { t } = useTranslation('settings')
  return (
    <>
      {list.rescore && <Rescore rescore={list.rescore} />}
      {list.items.length === 0 && <Message compact title={t('scoring.none')} text={t('scoring.noneHint')} />}
      {(['fit', 'engagement'] as const).map((part) => {
        const rules = list.items.filter((rule) => rule.part === part).sort((a, b) => a.position - b.position)
        return rules.length === 0 ? null : (
          <section key={part} className={styles.part} aria-labelledby={`rules-${part}`}>
            <h2 id={`rules-${part}`} className={styles.title}>
              {t(`scoring.part.${part}`)}
            </h2>
            <p className={styles.hint}>{t(`scoring.partHint.${part}`)}</p>
            <ul className={styles.list}>
              {rules.map((rule) => (
                <RuleRow
                  key={rule.id}
                  rule={rule}
                  may={may}
                  onEdit={() => onOpen({ kind: 'edit', rule })}
                  onDelete={() => onOpen({ kind: 'delete', rule })}
                  onSwitch={() => onOpen({ kind: 'switch', rule })}
                />
              ))}
            </ul>
          </section>
        )
      })}
      <Histogram caption={t('scoring.distribution')} counts={list.distribution} />
    </>
  )
}

function Rescore({ rescore }: { rescore: NonNullable<ScoringRuleList['rescore']> }) {
  const { t } = useTranslation('settings')
  const number = new Intl.NumberFormat(locale())
  const { done, total } = rescore
  return (
    <Field
      validationMessage={
        total === null
          ? t('scoring.rescoring')
          : t('scoring.rescoringOf', { done: number.format(done), total: number.format(total) })
      }
      validationState="none"
    >
      <ProgressBar
        aria-label={t('scoring.rescoring')}
        {...(total === null ? {} : { value: done, max: Math.max(1, total) })}
      />
    </Field>
  )
}
