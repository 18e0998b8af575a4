'use client'

import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'

/** The theme is the system's until somebody picks one. */
export const Providers = ({ children }: { children: ReactNode }) => (
  <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange enableSystem>
    {children}
  </ThemeProvider>
)
