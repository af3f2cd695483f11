/** Whom a text calls, as it names them. */
export interface Mentions {
  userIds: string[];
  emails: string[];
}

const code = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;
const byId = /@\[[^\]\n]{1,200}\]\(([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\)/gi;
const byEmail = /(?<![\w.@])@([\w.+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi;

/** Finds `@[name](user id)` and `@address` in Markdown, each once, but not in code. O(n) in the length of the text. */
export function mentionsIn(markdown: string): Mentions {
  const prose = markdown.replace(code, ' ');
  const found = (pattern: RegExp) => [...new Set([...prose.matchAll(pattern)].map(([, name]) => name!.toLowerCase()))];
  return { userIds: found(byId), emails: found(byEmail) };
}

/** The beginning of a text on one line, with mentions as plain names. */
export function excerptOf(markdown: string, length = 200): string {
  const line = markdown
    .replace(byId, (mention) => `@${mention.slice(2, mention.indexOf(']'))}`)
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= length ? line : `${characters.slice(0, length - 1).join('')}…`;
}
