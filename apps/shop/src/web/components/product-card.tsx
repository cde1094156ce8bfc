import type { VNode } from "preact";
import { isInStock, priceRange, type Product } from "../../catalog/domain/product.ts";
import { formatMoney } from "../format-money.ts";

/** A product in a list: one link around picture and title, its price, and whether it is sold out. */
export function ProductCard({ product }: { readonly product: Product }): VNode {
  const { from, to } = priceRange(product);
  const options = product.variants.length;
  return (
    <article class="card">
      <a class="card__link" href={`/products/${encodeURIComponent(product.slug)}`}>
        <img src={product.image} alt="" width="400" height="400" loading="lazy" decoding="async" />
        <h2 class="card__title">{product.title}</h2>
      </a>
      <p class="card__price">
        {from.amount < to.amount && <span class="muted">from </span>}
        {formatMoney(from)}
      </p>
      <p class="card__note">
        {isInStock(product) ? options > 1 && `${options} options` : <span class="tag tag--out">Sold out</span>}
      </p>
    </article>
  );
}
