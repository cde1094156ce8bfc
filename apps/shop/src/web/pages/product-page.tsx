import type { VNode } from "preact";
import { isAvailable, isInStock, priceRange, type Product, type Variant } from "../../catalog/domain/product.ts";
import { ErrorSummary, type FormError } from "../components/error-summary.tsx";
import { formatMoney } from "../format-money.ts";
import { Layout } from "../layout.tsx";
import type { PageFrame } from "../page-frame.ts";

/** Fewer units than this are mentioned, so that nobody is surprised at checkout. */
const FEW_LEFT = 5;

/** A product, with what went wrong when it was last put into the cart. */
export interface ProductPageProps {
  readonly frame: PageFrame;
  readonly product: Product;
  readonly errors?: readonly FormError[];
  /** What the visitor chose before the errors. */
  readonly chosen?: { readonly variantId: string; readonly quantity: string } | undefined;
}

/** One product with its options and the way into the cart. */
export function ProductPage({ frame, product, errors = [], chosen }: ProductPageProps): VNode {
  const { category } = product;
  return (
    <Layout frame={frame} title={product.title} description={product.description} category={category.slug}>
      <nav class="breadcrumb" aria-label="Breadcrumb">
        <ol>
          <li>
            <a href="/">All products</a>
          </li>
          <li>
            <a href={`/?category=${encodeURIComponent(category.slug)}`}>{category.name}</a>
          </li>
        </ol>
      </nav>
      <ErrorSummary title="This could not be added to your cart" errors={errors} />
      <article class="product">
        <img
          class="product__picture"
          src={product.image}
          alt={`Drawing of ${product.title}`}
          width="400"
          height="400"
        />
        <div class="product__text">
          <h1>{product.title}</h1>
          <p class="product__price">
            {priceText(product)} <span class="product__tax">before tax</span>
          </p>
          <p class="product__description">{product.description}</p>
          {isInStock(product) ? <AddToCart product={product} chosen={chosen} /> : <SoldOut />}
        </div>
      </article>
    </Layout>
  );
}

function priceText(product: Product): string {
  const { from, to } = priceRange(product);
  return from.amount === to.amount ? formatMoney(from) : `${formatMoney(from)} to ${formatMoney(to)}`;
}

function SoldOut(): VNode {
  return (
    <div class="notice">
      <p>
        <strong>Sold out for now.</strong> We make in small batches; please look in again soon.
      </p>
    </div>
  );
}

function AddToCart(props: Pick<ProductPageProps, "product" | "chosen">): VNode {
  const { product, chosen } = props;
  const preferred = product.variants.find((variant) => variant.id === chosen?.variantId && isAvailable(variant));
  const checkedId = (preferred ?? product.variants.find(isAvailable))?.id;
  return (
    <form class="add-to-cart" action="/cart/lines" method="post" data-submit-once>
      <input type="hidden" name="product" value={product.slug} />
      <fieldset id="variantId" class="options">
        <legend>{product.variants.length > 1 ? "Choose one" : "Option"}</legend>
        {product.variants.map((variant) => (
          <VariantOption key={variant.id} variant={variant} isChecked={variant.id === checkedId} />
        ))}
      </fieldset>
      <div class="add-to-cart__row">
        <div class="field field--quantity">
          <label for="quantity">Quantity</label>
          <input
            id="quantity"
            name="quantity"
            type="number"
            min="1"
            max="99"
            required
            inputMode="numeric"
            value={chosen?.quantity ?? "1"}
          />
        </div>
        <button type="submit" class="button button--primary">
          Add to cart
        </button>
      </div>
    </form>
  );
}

function VariantOption({ variant, isChecked }: { readonly variant: Variant; readonly isChecked: boolean }): VNode {
  return (
    <label class="option">
      <input
        type="radio"
        name="variantId"
        value={variant.id}
        checked={isChecked}
        disabled={!isAvailable(variant)}
        required
      />
      <span class="option__title">{variant.title}</span>
      <span class="option__price">{formatMoney(variant.price)}</span>
      <span class="option__stock">{stockText(variant.stock)}</span>
    </label>
  );
}

function stockText(stock: number): string {
  if (stock === 0) return "Sold out";
  return stock < FEW_LEFT ? `Only ${stock} left` : "In stock";
}
