import { randomUUID } from 'node:crypto'
import { changeKey, type IdForm, itemId } from '../ids.ts'
import type { Change } from '../mailstore.ts'
import type { StoredMessage } from '../model.ts'
import { badRequest, GraphError } from './errors.ts'
import type { Notifier } from './notifier.ts'

export type ChangeType = 'created' | 'updated' | 'deleted'
export type LifecycleEvent = 'missed' | 'subscriptionRemoved' | 'reauthorizationRequired'

export interface StoredSubscription {
  id: string
  app: string
  /** Signed-in user who made it, else null. */
  creator: string | null
  resource: string
  mailbox: string
  /** Null: the whole mailbox. */
  folder: string | null
  changeTypes: ChangeType[]
  notificationUrl: string
  lifecycleUrl: string | null
  clientState: string | null
  /** ISO instant. */
  expires: string
  idForm: IdForm
}

export type SubscriptionEvent =
  | { type: 'subscription'; subscription: StoredSubscription }
  | { type: 'subscription-removed'; id: string }

const MINUTE = 60_000
/** Under seven days for messages without resource data (subscription resource page, 2026). */
const LONGEST_LIFE = 10_080 * MINUTE
const SHORTEST_LIFE = 45 * MINUTE
const MOST_PER_MAILBOX = 1000
/** How long before its end a subscription asks for reauthorisation. */
const REAUTHORIZE_BEFORE = 24 * 60 * MINUTE
const KINDS: Record<Change['kind'], ChangeType> = { entered: 'created', edited: 'updated', left: 'deleted' }

/** Who wants to hear of which changes. Kept in the journal, so that they outlive a restart as in Graph. */
export class Subscriptions {
  readonly #all = new Map<string, StoredSubscription>()
  /** Subscription and expiry that were told to reauthorise, each once. */
  readonly #told = new Set<string>()
  readonly #record: (event: SubscriptionEvent) => void
  readonly #notifier: Notifier
  readonly #now: () => Date
  readonly #tenantId: string

  constructor(o: {
    record: (event: SubscriptionEvent) => void
    notifier: Notifier
    now: () => Date
    tenantId: string
  }) {
    this.#record = o.record
    this.#notifier = o.notifier
    this.#now = o.now
    this.#tenantId = o.tenantId
  }

  apply(event: SubscriptionEvent): void {
    if (event.type === 'subscription') this.#all.set(event.subscription.id, event.subscription)
    else this.#all.delete(event.id)
  }

  list(app: string): StoredSubscription[] {
    return [...this.#all.values()].filter((one) => one.app === app && this.#isAlive(one))
  }

  /** @throws GraphError 404 when it does not exist, is another application's, or has expired. */
  find(id: string, app: string): StoredSubscription {
    const found = this.#all.get(id)
    if (!found || found.app !== app || !this.#isAlive(found)) {
      throw new GraphError(404, 'ResourceNotFound', 'The object was not found.')
    }
    return found
  }

  /** Asks the endpoints to prove themselves, then keeps the subscription. */
  async create(wanted: Omit<StoredSubscription, 'id' | 'expires'>, until: unknown): Promise<StoredSubscription> {
    const expires = this.#expiry(until)
    const alive = [...this.#all.values()].filter((one) => one.mailbox === wanted.mailbox && this.#isAlive(one))
    if (alive.length >= MOST_PER_MAILBOX)
      throw new GraphError(403, 'ExtensionError', 'Too many subscriptions for the mailbox.')
    for (const url of [wanted.notificationUrl, wanted.lifecycleUrl]) if (url) await this.#notifier.validate(url)
    return this.#keep({ ...wanted, id: randomUUID(), expires })
  }

  /** Gives it a new end and, if wanted, a new endpoint. */
  async update(subscription: StoredSubscription, until: unknown, url: string | undefined): Promise<StoredSubscription> {
    if (url && url !== subscription.notificationUrl) await this.#notifier.validate(url)
    const expires = until === undefined ? subscription.expires : this.#expiry(until)
    return this.#keep({ ...subscription, expires, notificationUrl: url ?? subscription.notificationUrl })
  }

  remove(id: string): void {
    const event = { type: 'subscription-removed' as const, id }
    this.#record(event)
    this.apply(event)
  }

  /** Tells those concerned of a change to a message. */
  changed(change: Change, message: StoredMessage): void {
    for (const one of this.#all.values()) {
      const concerned = one.mailbox === change.mailbox && (one.folder === null || one.folder === change.folder)
      // Seen from the whole mailbox, a moved message never left.
      const still = one.folder === null && change.kind === 'left' && change.moved
      if (!concerned || still || !one.changeTypes.includes(KINDS[change.kind]) || !this.#isAlive(one)) continue
      this.#notifier.notify(one.notificationUrl, this.#notification(one, change, message), () =>
        this.lifecycle(one, 'missed'),
      )
    }
  }

  /** Drops what has expired, and asks for reauthorisation in time. */
  tick(): void {
    for (const one of this.#all.values()) {
      if (!this.#isAlive(one)) {
        this.remove(one.id)
        continue
      }
      const token = `${one.id} ${one.expires}`
      if (Date.parse(one.expires) - this.#now().getTime() > REAUTHORIZE_BEFORE || this.#told.has(token)) continue
      this.#told.add(token)
      this.lifecycle(one, 'reauthorizationRequired')
    }
  }

  /** Sends a lifecycle event to every subscription of a mailbox; `subscriptionRemoved` also removes them. */
  lifecycleOf(mailbox: string, event: LifecycleEvent): void {
    for (const one of [...this.#all.values()].filter((other) => other.mailbox === mailbox && this.#isAlive(other))) {
      this.lifecycle(one, event)
      if (event === 'subscriptionRemoved') this.remove(one.id)
    }
  }

  lifecycle(subscription: StoredSubscription, lifecycleEvent: LifecycleEvent): void {
    if (!subscription.lifecycleUrl) return
    this.#notifier.notify(subscription.lifecycleUrl, { ...this.#envelope(subscription), lifecycleEvent })
  }

  #keep(subscription: StoredSubscription): StoredSubscription {
    const event = { type: 'subscription' as const, subscription }
    this.#record(event)
    this.apply(event)
    return subscription
  }

  #isAlive = (one: StoredSubscription) => Date.parse(one.expires) > this.#now().getTime()

  #expiry(until: unknown): string {
    const wanted = typeof until === 'string' ? Date.parse(until) : Number.NaN
    const now = this.#now().getTime()
    if (Number.isNaN(wanted) || wanted <= now) {
      throw badRequest('Subscription expiration must be a time in the future.', 'ValidationError')
    }
    if (wanted > now + LONGEST_LIFE) {
      throw badRequest('Subscription expiration can only be 10080 minutes in the future.', 'ValidationError')
    }
    return new Date(Math.max(wanted, now + SHORTEST_LIFE)).toISOString()
  }

  #envelope(subscription: StoredSubscription) {
    return {
      subscriptionId: subscription.id,
      subscriptionExpirationDateTime: subscription.expires,
      clientState: subscription.clientState,
      tenantId: this.#tenantId,
    }
  }

  #notification(subscription: StoredSubscription, change: Change, message: StoredMessage) {
    const id = itemId(subscription.idForm, change.mailbox, change.key, change.moves)
    const resource = `Users/${change.mailbox}/Messages/${id}`
    return {
      ...this.#envelope(subscription),
      changeType: KINDS[change.kind],
      resource,
      resourceData: {
        '@odata.type': '#Microsoft.Graph.Message',
        '@odata.id': resource,
        '@odata.etag': `W/"${changeKey(change.key, message.version)}"`,
        id,
      },
    }
  }
}
