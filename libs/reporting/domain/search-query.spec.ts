import { describe, expect, it } from '@jest/globals';
import { asHtml, hasMatch, markSimilar } from './highlight.ts';
import { readSearch } from './search-query.ts';

describe('A search', () => {
  it('takes words as beginnings and quoted parts as they stand', () => {
    expect(readSearch('sitem  "draw the" WEB-42')).toEqual({
      phrases: ['draw the'],
      words: ['sitem', 'WEB-42'],
      typed: null,
    });
  });

  it('allows for slips in words that are long enough', () => {
    expect(readSearch('sitmap').typed).toBe('sitmap');
    expect(readSearch('map').typed).toBeNull();
  });

  it('makes sense of an open quote and of signs alone', () => {
    expect(readSearch('"draw the')).toEqual({ phrases: ['draw the'], words: [], typed: null });
    expect(readSearch('" -- & "')).toEqual({ phrases: [], words: [], typed: null });
  });
});

describe('A highlight', () => {
  it('marks the word that somebody must have meant', () => {
    expect(asHtml(markSimilar('Draw the sitemap', 'sitmap'))).toBe('Draw the <mark>sitemap</mark>');
    expect(hasMatch(markSimilar('Draw the sitemap', 'budget'))).toBe(false);
  });

  it('lets no markup of the text through', () => {
    expect(asHtml('<img onerror="x"> \u0002sitemap\u0003 & more')).toBe(
      '&#60;img onerror=&#34;x&#34;&#62; <mark>sitemap</mark> &#38; more',
    );
  });
});
