import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { Providers } from '@/components/shell/Providers'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'vxscope', template: '%s · vxscope' },
  icons: '/icon.svg',
  description: 'A VXLAN overlay, live and with evidence: tunnel endpoints, VNIs and learned MACs, read over SSH.',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: dark)', color: '#0d0f11' },
    { media: '(prefers-color-scheme: light)', color: '#f1f2f4' },
  ],
}

const RootLayout = ({ children }: { children: ReactNode }) => (
  // next-themes sets the theme on <html> before React wakes up: that one attribute differs on purpose.
  <html lang="en" suppressHydrationWarning>
    <body>
      <Providers>{children}</Providers>
    </body>
  </html>
)

export default RootLayout
