import type { DirectoryUser, Mailbox } from './model.ts'

/** The tenant's people: who they are, by which names they can be found, and whose mailbox they may open. */
export class Directory {
  readonly users: readonly DirectoryUser[]

  constructor(users: DirectoryUser[]) {
    this.users = users
  }

  /** @param name object id or user principal name; an alias is not enough, as in Graph. */
  user(name: string): DirectoryUser | undefined {
    const wanted = name.toLowerCase()
    return this.users.find((user) => user.oid === wanted || user.userPrincipalName.toLowerCase() === wanted)
  }

  /** By any address that delivers to the user, which is what people type at sign-in. */
  byAddress(address: string): DirectoryUser | undefined {
    const wanted = address.toLowerCase()
    return this.users.find((user) => addressesOf(user).includes(wanted))
  }

  /** Those who sign in themselves. */
  people(): DirectoryUser[] {
    return this.users.filter((user) => user.kind === 'user')
  }

  mailboxes(): Mailbox[] {
    return this.users
      .filter((user) => user.kind !== 'guest')
      .map((user) => ({ oid: user.oid, address: user.mail, addresses: addressesOf(user) }))
  }

  mayOpen(user: DirectoryUser, mailbox: string): boolean {
    return user.oid === mailbox || (this.user(mailbox)?.delegates.includes(user.oid) ?? false)
  }
}

const addressesOf = (user: DirectoryUser) => [user.mail, ...user.aliases].map((address) => address.toLowerCase())
