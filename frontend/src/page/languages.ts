/** The links to other languages lead to what the page now shows, not to what it showed at first. */
export function followLanguages(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.languages a')) {
    link.addEventListener('click', () => {
      const query = new URLSearchParams(location.search);
      const { lang = '' } = link.dataset;
      if (lang === 'fr') query.delete('lang');
      else query.set('lang', lang);
      link.href = `${location.pathname}?${query}`;
    });
  }
}
