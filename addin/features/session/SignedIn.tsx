import { Button } from '@fluentui/react-components'
import { ArrowSyncRegular, PersonKeyRegular, PlugDisconnectedRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../../server/users/schema.ts'
import { isOffline } from '../../api/problem.ts'
import { meQuery, signIn } from '../../api/session.ts'
import type { SignInState } from '../../api/sign-in/sign-in.ts'
import { CopyButton } from '../../ui/parts/CopyButton.tsx'
import { Failed } from '../../ui/parts/Failed.tsx'
import { LoadingContact } from '../../ui/parts/Loading.tsx'
import { Message } from '../../ui/parts/Message.tsx'
import { clientVersion, compareVersions } from './versions.ts'

/** Shows its children to a signed-in user whose server speaks our language; otherwise says what is missing. */
export function SignedIn({ children }: { children: (me: Me) => ReactNode }) {
  const { t } = useTranslation()
  const state = useSyncExternalStore(signIn.subscribe, signIn.current)
  const me = useQuery(meQuery)
  if (state.kind === 'signed-out') return <SignedOutScreen state={state} onSignedIn={me.refetch} />
  if (me.data)
    return (
      <FittingVersion me={me.data} retry={me.refetch}>
        {children}
      </FittingVersion>
    )
  if (me.isError && isOffline(me.error)) {
    return (
      <Message icon={<PlugDisconnectedRegular />} title={t('screens.offline.title')} text={t('problem.network')}>
        <Button onClick={() => me.refetch()}>{t('common.retry')}</Button>
      </Message>
    )
  }
  if (me.isError) return <Failed error={me.error} retry={me.refetch} />
  if (state.kind === 'working' && (state.step === 'popup' || state.step === 'dialog')) {
    return <Message icon={<PersonKeyRegular />} title={t('signIn.working')} text={t('signIn.popup')} />
  }
  return <LoadingContact />
}

interface SignedOutProps {
  state: Extract<SignInState, { kind: 'signed-out' }>
  onSignedIn: () => unknown
}

function SignedOutScreen({ state, onSignedIn }: SignedOutProps) {
  const { t } = useTranslation()
  const nothingTried = state.code === 'not_supported'
  const again = async () => {
    await signIn.byHand()
    if (signIn.current().kind === 'signed-in') onSignedIn()
  }
  return (
    <Message
      icon={<PersonKeyRegular />}
      title={t('signIn.title')}
      text={nothingTried ? t('signIn.text') : t('signIn.failed')}
    >
      <Button appearance="primary" onClick={again}>
        {t('signIn.button')}
      </Button>
      {!nothingTried && (
        <>
          <small>{t('signIn.code', { code: state.code })}</small>
          <CopyButton text={`${t('app.version', { version: clientVersion })}\n${state.code}\n${state.message}`} />
        </>
      )}
    </Message>
  )
}

interface VersionProps {
  me: Me
  retry: () => unknown
  children: (me: Me) => ReactNode
}

function FittingVersion({ me, retry, children }: VersionProps) {
  const { t } = useTranslation()
  const fit = compareVersions(clientVersion, me.version)
  const versions = { client: clientVersion, server: me.version }
  if (fit === 'client-older') {
    return (
      <Message
        icon={<ArrowSyncRegular />}
        title={t('screens.outdated.title')}
        text={t('screens.outdated.text', versions)}
      >
        <Button appearance="primary" onClick={() => window.location.reload()}>
          {t('common.reload')}
        </Button>
      </Message>
    )
  }
  if (fit === 'server-older') {
    return (
      <Message
        icon={<ArrowSyncRegular />}
        title={t('screens.serverOld.title')}
        text={t('screens.serverOld.text', versions)}
      >
        <Button onClick={() => retry()}>{t('common.retry')}</Button>
      </Message>
    )
  }
  return children(me)
}
