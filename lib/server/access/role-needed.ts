import type { Principal, Role } from '@/lib/model/access'

export const LOGIN_NEEDED = {
  message: 'This needs a login.',
  hint: 'Log in on /login, or send a token: Authorization: Bearer. `vxscope token add` makes one.',
}

export const roleNeeded = ({ name, role }: Pick<Principal, 'name' | 'role'>, needed: Role) => ({
  message: `This needs the role ${needed}; ${name} is ${role}.`,
  hint: 'Who looks after the server gives another role: vxscope user role.',
})
