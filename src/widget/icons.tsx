import type { ComponentChildren } from 'preact';

/** Drawn on a 24 × 24 grid; never read out, the button's text is. */
function Icon({ children, size = 20 }: { children: ComponentChildren; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      {children}
    </svg>
  );
}

/** The footbridge: an arched deck, its handrail and its posts. */
export const Bridge = ({ size = 26 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M2 18c4-7 16-7 20 0M2 12.5c4-7 16-7 20 0M2 12.5V18M7.3 8.1v5.5M12 7.2v5.5M16.7 8.1v5.5M22 12.5V18" />
  </Icon>
);
export const Send = () => (
  <Icon>
    <path d="M12 20V4M5 11l7-7 7 7" />
  </Icon>
);
export const Copy = () => (
  <Icon>
    <path d="M9 9h11v11H9zM5 15H4V4h11v1" />
  </Icon>
);
export const Print = () => (
  <Icon>
    <path d="M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z" />
  </Icon>
);
export const Erase = () => (
  <Icon>
    <path d="M4 6h16M9 6V3h6v3M6 6l1 15h10l1-15M10 10v7M14 10v7" />
  </Icon>
);
export const Close = () => (
  <Icon>
    <path d="M5 5l14 14M19 5L5 19" />
  </Icon>
);
const thumb = 'M7 11v9H3v-9zM7 11l4-8c1.7 0 2.6 1.2 2.3 2.8L12.8 9H19c1.3 0 2.2 1.2 1.9 2.4l-1.7 6.8c-.3 1.1-1.2 1.8-2.3 1.8H7';
export const ThumbUp = () => (
  <Icon size={18}>
    <path d={thumb} />
  </Icon>
);
export const ThumbDown = () => (
  <Icon size={18}>
    <path d={thumb} transform="rotate(180 12 12)" />
  </Icon>
);
