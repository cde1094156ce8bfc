import type { VNode } from "preact";
import { TEST_CARDS, type TestCard } from "../../payments/domain/test-cards.ts";
import { errorOf, type FormError } from "../components/error-summary.tsx";
import { SelectField, TextField } from "../components/field.tsx";
import { COUNTRIES } from "../countries.ts";
import type { CheckoutFields } from "../forms/checkout-form.ts";

/** What each part of the form shows: what was typed, and what is wrong with it. */
export interface SectionProps {
  readonly fields: CheckoutFields;
  readonly errors: readonly FormError[];
}

/** Any code will do for a test card, and any month to come. */
const TEST_CVC = "123";
const TEST_EXPIRY = "12/34";

/** Who ordered. */
export function ContactSection({ fields, errors }: SectionProps): VNode {
  return (
    <fieldset class="panel">
      <legend>Contact</legend>
      <TextField
        name="email"
        label="E-mail"
        type="email"
        inputMode="email"
        autocomplete="email"
        value={fields.email}
        error={errorOf(errors, "email")}
        maxLength={254}
      />
    </fieldset>
  );
}

/** Where it goes. */
export function DeliverySection({ fields, errors }: SectionProps): VNode {
  const { address } = fields;
  const field = (name: keyof typeof address, label: string, autocomplete: string): Parameters<typeof TextField>[0] => ({
    name,
    label,
    autocomplete: `shipping ${autocomplete}`,
    value: address[name],
    error: errorOf(errors, name),
  });
  return (
    <fieldset class="panel">
      <legend>Delivery address</legend>
      <TextField {...field("name", "Full name", "name")} />
      <TextField {...field("line1", "Street and number", "address-line1")} />
      <TextField {...field("line2", "Flat, floor, care of", "address-line2")} isOptional />
      <div class="field-row">
        <TextField {...field("postalCode", "Postal code", "postal-code")} className="field--short" maxLength={20} />
        <TextField {...field("city", "Town or city", "address-level2")} />
      </div>
      <div class="field-row">
        <TextField {...field("region", "Region or county", "address-level1")} isOptional />
        <SelectField {...field("country", "Country", "country")} options={COUNTRIES} />
      </div>
    </fieldset>
  );
}

/** How it is paid: the sandbox's own fields, with its test cards beside them. */
export function CardSection(props: SectionProps & { readonly card: TestCard | null }): VNode {
  const { fields, errors, card } = props;
  return (
    <fieldset class="panel">
      <legend>Card</legend>
      <TestCards />
      <TextField
        name="cardNumber"
        label="Card number"
        inputMode="numeric"
        autocomplete="off"
        maxLength={23}
        value={card?.number ?? ""}
        error={errorOf(errors, "cardNumber")}
      />
      <div class="field-row">
        <TextField
          name="cardExpiry"
          label="Expires"
          hint="Month and year, like 04/31"
          autocomplete="off"
          maxLength={9}
          value={card === null ? fields.cardExpiry : TEST_EXPIRY}
          error={errorOf(errors, "cardExpiry")}
        />
        <TextField
          name="cardCvc"
          label="Security code"
          hint="The 3 digits on the back"
          inputMode="numeric"
          autocomplete="off"
          maxLength={4}
          value={card === null ? "" : TEST_CVC}
          error={errorOf(errors, "cardCvc")}
        />
      </div>
      <TextField
        name="cardName"
        label="Name on the card"
        autocomplete="off"
        value={nameOnCard(fields, card)}
        error={errorOf(errors, "cardName")}
      />
    </fieldset>
  );
}

function nameOnCard(fields: CheckoutFields, card: TestCard | null): string {
  return fields.cardName === "" && card !== null ? fields.address.name || "Test Card" : fields.cardName;
}

function TestCards(): VNode {
  return (
    <div class="test-cards">
      <p>
        <strong>This is a sandbox: never type a real card.</strong> Choose one of its test cards; nothing is charged.
      </p>
      <ul>
        {TEST_CARDS.map((card) => (
          <li key={card.number}>
            <button
              type="submit"
              name="useCard"
              value={card.number}
              class="test-card"
              formNoValidate
              data-fill-card={card.number}
              data-fill-expiry={TEST_EXPIRY}
              data-fill-cvc={TEST_CVC}
            >
              <code>{groupDigits(card.number)}</code>
              <span>{card.description}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Digits in groups of four, as they stand on a card. */
function groupDigits(number: string): string {
  return number.replace(/(\d{4})(?=\d)/gu, "$1 ");
}
