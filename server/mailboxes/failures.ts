import type { MailboxError } from '#db/schema/mailboxes.ts'
import { GraphFailure } from '../graph/failure.ts'
import { GraphSignInFailed } from '../identity/graph-token.ts'

export interface MailboxFailure {
  error: Omit<MailboxError, 'since'>
  /** Nobody but a person can mend it. */
  permanent: boolean
  retryAt: Date | null
}

interface Explanation {
  when(failure: GraphFailure): boolean
  message: string
  remedy: string
  permanent: boolean
}

const explanations: Explanation[] = [
  {
    when: (failure) => failure.status === 429,
    message: 'Microsoft limits how fast this mailbox may be read.',
    remedy: 'Nothing to do: reading goes on by itself at the instant Microsoft named.',
    permanent: false,
  },
  {
    when: (failure) => failure.status === 403,
    message: 'The application may not read this mailbox.',
    remedy:
      'Grant the application permission Mail.Read with admin consent, or add the mailbox to the scope of its RBAC role. A change takes up to an hour.',
    permanent: true,
  },
  {
    when: (failure) => failure.status === 404,
    message: 'There is no mailbox, or a folder of it is gone.',
    remedy: 'Check that the person has an Exchange Online licence and that the folder still exists.',
    permanent: true,
  },
  {
    when: (failure) => failure.status === 401,
    message: 'Microsoft does not accept the sign-in of the application.',
    remedy: 'Check ENTRA_CLIENT_ID and its secret or certificate, and that admin consent was given.',
    permanent: true,
  },
  {
    when: (failure) => failure.isResync,
    message: 'The position in the mailbox expired again and again.',
    remedy: 'Nothing to do: reading starts again from the beginning without doubling anything.',
    permanent: false,
  },
  {
    when: () => true,
    message: 'Microsoft Graph did not answer as it should.',
    remedy: 'Nothing to do: it is tried again. If it stays so, look at the Microsoft 365 service health.',
    permanent: false,
  },
]

export function explainFailure(error: unknown): MailboxFailure {
  if (error instanceof GraphSignInFailed) {
    return {
      error: {
        code: error.code,
        message: 'The application could not sign in to Microsoft Entra.',
        remedy:
          'Check ENTRA_TENANT_ID, ENTRA_CLIENT_ID and the secret or certificate: it may be wrong or have expired.',
      },
      permanent: false,
      retryAt: null,
    }
  }
  if (error instanceof GraphFailure) {
    const { message, remedy, permanent } = explanations.find(({ when }) => when(error)) as Explanation
    return { error: { code: `${error.status} ${error.code}`, message, remedy }, permanent, retryAt: error.retryAt }
  }
  return {
    error: {
      code: (error as { code?: string }).code ?? 'internal',
      message: 'Reading the mailbox failed in our own program.',
      remedy: 'It is tried again. The server log holds the details under the name of the job.',
    },
    permanent: false,
    retryAt: null,
  }
}
