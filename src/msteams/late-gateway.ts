import type { Gateway, GatewayOptions } from './gateway.ts'

export interface LateGateway {
  readonly gateway: Gateway
  load(): Promise<Gateway>
  isLoaded(): boolean
}

/** The gateway, loaded when it is needed: half a second and 80 MB that nobody without Microsoft Teams pays for. */
export function lateGateway(options: GatewayOptions): LateGateway {
  let loading: Promise<Gateway> | undefined
  let loaded = false

  function load(): Promise<Gateway> {
    loading ??= import('./gateway.ts').then(({ gateway }) => {
      const made = gateway(options)
      loaded = true
      return made
    })
    return loading
  }

  const late = async <T>(call: (gateway: Gateway) => Promise<T>): Promise<T> => call(await load())
  return {
    load,
    isLoaded: () => loaded,
    gateway: {
      handle: (request, response, hear) => late((gateway) => gateway.handle(request, response, hear)),
      send: (to, activity) => late((gateway) => gateway.send(to, activity)),
      update: (at, activityId, activity) => late((gateway) => gateway.update(at, activityId, activity)),
      openPersonal: (who) => late((gateway) => gateway.openPersonal(who)),
      member: (at, userId) => late((gateway) => gateway.member(at, userId)),
      members: (at, continuation) => late((gateway) => gateway.members(at, continuation)),
      token: (audience) => late((gateway) => gateway.token(audience)),
    },
  }
}
