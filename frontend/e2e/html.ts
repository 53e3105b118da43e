import { expect } from '@playwright/test';
import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard'],
  rules: {
    // A phone number is tied by its own spaces, and never broken.
    'tel-non-breaking': 'off',
  },
});

/** The test goes on, to tell all that is wrong. */
export async function expectValid(html: string, name = 'HTML'): Promise<void> {
  const report = await validator.validateString(html);
  expect.soft(report.results.flatMap(({ messages }) => messages.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`)), name).toEqual([]);
}
