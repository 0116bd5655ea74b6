/*
 * Names in other scripts must be legible on every PC, whatever fonts it has. The faces are split by unicode range: the
 * window fetches only the few parts whose characters appear.
 */
import '@fontsource/ibm-plex-sans-arabic/400.css';
import '@fontsource/ibm-plex-sans-arabic/500.css';
import '@fontsource/ibm-plex-sans-hebrew/400.css';
import '@fontsource/ibm-plex-sans-hebrew/500.css';
import '@fontsource/ibm-plex-sans-jp/400.css';
import '@fontsource/ibm-plex-sans-kr/400.css';
import '@fontsource/noto-sans-sc/400.css';
