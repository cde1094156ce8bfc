import type { ShopApp } from "../../platform/shop-app.ts";
import { sendProblem } from "../../problems/send-problem.ts";
import { listUrl, readListForm } from "../forms/list-form.ts";
import { toSubmittedForm } from "../forms/submitted-form.ts";
import { ListPage } from "../pages/list-page.tsx";
import { ProductPage } from "../pages/product-page.tsx";
import { sendPage } from "../render-page.ts";
import type { StorefrontOptions } from "../storefront-options.ts";
import { openVisit } from "../visit.ts";

const SLUG = /^[a-z0-9-]{1,200}$/u;

/** The product list at `/` and the product pages. */
export function registerCatalogRoutes(app: ShopApp, options: StorefrontOptions): void {
  app.get("/", async (request, reply) => {
    const { form, filter, cursor, errors } = readListForm(toSubmittedForm(request.query));
    const [visit, page] = await Promise.all([
      openVisit(options, request),
      options.catalog.listProducts(filter, cursor),
    ]);
    // A cursor of another list, or an edited one: begin at the first page rather than with an error.
    if (!page.ok) return reply.redirect(listUrl(form, ""), 303);
    return sendPage(reply, 200, <ListPage frame={visit.frame} form={form} errors={errors} page={page.value} />);
  });
  app.get<{ Params: { slug: string } }>("/products/:slug", async (request, reply) => {
    const { slug } = request.params;
    if (!SLUG.test(slug)) return sendProblem(reply, { kind: "product-not-found" });
    const [visit, product] = await Promise.all([openVisit(options, request), options.catalog.getProductBySlug(slug)]);
    if (!product.ok) return sendProblem(reply, { kind: product.error.kind });
    return sendPage(reply, 200, <ProductPage frame={visit.frame} product={product.value} />);
  });
}
