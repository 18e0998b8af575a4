'use client'

import type { ReactNode } from 'react'
import { useMay } from '@/lib/client/use-me'
import type { Role } from '@/lib/model/access'

/** What is offered to those who have a role; the account in the top bar says what one may. */
export const ForRole = ({ needs, children }: { needs: Role; children: ReactNode }) => (useMay(needs) ? children : null)
