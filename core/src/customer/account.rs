//! The books of one customer: the balance and the credit grants, with every movement.

use serde::{Deserialize, Serialize};

use super::{
    BalanceEntry, BalanceTransaction, CreditGrant, CustomerContext, CustomerError, check_credit_grant,
};
use crate::{Currency, Money, Result, Timestamp};

/// What a customer has to their credit, in one currency, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerAccount {
    /// Whose books these are.
    pub customer: String,
    /// What they are kept in.
    pub currency: Currency,
    /// The movements of the balance, in order.
    #[serde(default)]
    pub entries: Vec<BalanceEntry>,
    /// The grants, with what is left of each.
    #[serde(default)]
    pub credit_grants: Vec<CreditGrant>,
    /// The uses of grants that were posted, in order: each counts once.
    #[serde(default)]
    pub credit_uses: Vec<String>,
}

/// What something means for a customer's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CustomerEffect {
    /// The balance moves.
    Balance {
        /// By what.
        transaction: BalanceTransaction,
    },
    /// Credit is granted.
    Grant {
        /// What.
        grant: CreditGrant,
    },
    /// Credit is used on an invoice.
    CreditUsed {
        /// Identifies the use.
        id: String,
        /// The grant.
        grant: String,
        /// So much of it.
        amount: Money,
        /// The invoice.
        invoice: String,
        /// When.
        at: Timestamp,
    },
    /// Credit that was used on an invoice comes back: the invoice was voided.
    CreditReinstated {
        /// Identifies its return.
        id: String,
        /// The grant.
        grant: String,
        /// So much of it.
        amount: Money,
        /// The invoice.
        invoice: String,
        /// When.
        at: Timestamp,
    },
}

impl CustomerAccount {
    /// The balance, with Stripe's sign: below 0 is the customer's credit.
    pub fn balance(&self) -> Money {
        self.entries.last().map_or(Money::zero(self.currency), |entry| entry.ending_balance)
    }

    /// The account after `effect`. One that was posted before changes nothing; of a use of credit, only its id
    /// is kept to tell.
    ///
    /// # Errors
    /// `invoice.entry_conflict` for the id of a balance transaction or a grant that was posted with other
    /// contents, `invoice.account_currency`, `invoice.invalid_grant`, also for a use that is not above 0,
    /// `invoice.unknown_grant`, `invoice.grant_exhausted`, `money.overflow`.
    pub fn post(&self, effect: &CustomerEffect) -> Result<CustomerAccount> {
        let mut next = self.clone();
        match effect {
            CustomerEffect::Balance { transaction } => next.move_balance(transaction)?,
            CustomerEffect::Grant { grant } => next.grant(grant)?,
            CustomerEffect::CreditUsed { id, grant, amount, .. } => {
                above_zero(grant, *amount)?;
                next.use_credit(id, grant, amount.checked_neg()?)?;
            }
            CustomerEffect::CreditReinstated { id, grant, amount, .. } => {
                above_zero(grant, *amount)?;
                next.use_credit(id, grant, *amount)?;
            }
        }
        Ok(next)
    }

    /// What an invoice needs to know: the balance and the credit. Tax is the caller's to add.
    pub fn context(&self) -> CustomerContext {
        CustomerContext {
            balance: Some(self.balance()),
            credit_grants: self.credit_grants.clone(),
            ..CustomerContext::default()
        }
    }

    fn move_balance(&mut self, transaction: &BalanceTransaction) -> Result<()> {
        self.same_currency(transaction.amount)?;
        if let Some(known) = self.entries.iter().find(|known| known.transaction.id == transaction.id) {
            return self.same(known.transaction == *transaction, &transaction.id);
        }
        let ending_balance = self.balance().checked_add(transaction.amount)?;
        self.entries.push(BalanceEntry { transaction: transaction.clone(), ending_balance });
        Ok(())
    }

    fn grant(&mut self, grant: &CreditGrant) -> Result<()> {
        self.same_currency(grant.amount)?;
        check_credit_grant(grant)?;
        if let Some(known) = self.credit_grants.iter().find(|known| known.id == grant.id) {
            // What is left of it may have changed since.
            let as_granted = CreditGrant { available: grant.available, ..known.clone() };
            return self.same(as_granted == *grant, &grant.id);
        }
        self.credit_grants.push(grant.clone());
        Ok(())
    }

    fn use_credit(&mut self, id: &str, grant: &str, change: Money) -> Result<()> {
        self.same_currency(change)?;
        if self.credit_uses.iter().any(|known| known == id) {
            return Ok(());
        }
        let known = self.credit_grants.iter_mut().find(|known| known.id == grant);
        let known = known.ok_or_else(|| CustomerError::UnknownGrant { grant: grant.to_owned() })?;
        let left = known.available.checked_add(change)?;
        if left.is_negative() || left.checked_cmp(known.amount)?.is_gt() {
            let (wanted, available) = (change.minor(), known.available.minor());
            return Err(CustomerError::GrantExhausted { grant: grant.to_owned(), wanted, available }.into());
        }
        known.available = left;
        self.credit_uses.push(id.to_owned());
        Ok(())
    }

    fn same_currency(&self, amount: Money) -> Result<()> {
        if amount.currency() == self.currency {
            return Ok(());
        }
        Err(CustomerError::AccountCurrency { account: self.currency, other: amount.currency() }.into())
    }

    fn same(&self, same: bool, entry: &str) -> Result<()> {
        if same { Ok(()) } else { Err(CustomerError::EntryConflict { entry: entry.to_owned() }.into()) }
    }
}

/// A use of credit below 0 would be a grant.
fn above_zero(grant: &str, amount: Money) -> Result<()> {
    if amount.minor() > 0 {
        return Ok(());
    }
    let reason = format!("`{amount}` of it is used or comes back: expected more than 0");
    Err(CustomerError::InvalidGrant { grant: grant.to_owned(), reason }.into())
}
