/** The frame of every page of the console: title, menu, account, what the page before left to be said. */
import type { ComponentChildren } from 'preact';
import { Flash } from './components.js';
import { linkTo, usePage } from './page-context.js';
import { roleNames } from './role-names.js';

export interface PageProps {
  /** Shown as the heading and in the window's title. */
  title: string;
  /** A sentence under the heading: what can be done here. */
  intro?: ComponentChildren;
  /** Buttons beside the heading. */
  actions?: ComponentChildren;
  /** Where this page belongs in the menu, when its address does not say it: « /conversations ». */
  section?: string;
  /** The pages above this one, outermost first. */
  trail?: readonly { label: string; href: string }[];
  children?: ComponentChildren;
}

export function Page({ title, intro, actions, section, trail = [], children }: PageProps) {
  const { shell, path, flash } = usePage();
  const here = section ?? (path.replace(/^\/console/, '') || '/');
  const isHere = (item: string) => (item === '/' ? here === '/' : here === item || here.startsWith(`${item}/`));
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} – Console Passerelle`}</title>
        <link rel="icon" href="/favicon.ico" />
        <link rel="stylesheet" href={shell.style} />
        <script src={shell.script} defer />
      </head>
      <body class={shell.signedIn ? undefined : 'outside'}>
        <a class="skip" href="#contenu">
          Aller au contenu
        </a>
        <header class="top">
          <a class="brand" href="/console">
            Passerelle <span>console</span>
          </a>
          {shell.signedIn && <AccountBox />}
        </header>
        {shell.navigation.length > 0 && (
          <nav class="menu" aria-label="Console">
            <ul>
              {shell.navigation.map((item) => (
                <li key={item.path}>
                  <a
                    href={linkTo(item.path)}
                    aria-current={isHere(item.path) ? (here === item.path ? 'page' : 'true') : undefined}
                  >
                    {item.label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <main id="contenu" tabIndex={-1}>
          {trail.length > 0 && (
            <nav class="trail" aria-label="Fil d’Ariane">
              <ol>
                {trail.map(({ label, href }) => (
                  <li key={href}>
                    <a href={href}>{label}</a>
                  </li>
                ))}
              </ol>
            </nav>
          )}
          <div class="heading">
            <h1>{title}</h1>
            {actions && <div class="actions">{actions}</div>}
          </div>
          {intro && <p class="intro">{intro}</p>}
          {flash && <Flash>{flash}</Flash>}
          {children}
        </main>
      </body>
    </html>
  );
}

function AccountBox() {
  const { account, csrf } = usePage();
  return (
    <div class="account">
      <p>
        <span class="name">{account.name}</span> <span class="role">{roleNames[account.role]}</span>
      </p>
      <form method="post" action="/console/deconnexion">
        <input type="hidden" name="csrf" value={csrf} />
        <button type="submit" class="quiet">
          Se déconnecter
        </button>
      </form>
    </div>
  );
}
